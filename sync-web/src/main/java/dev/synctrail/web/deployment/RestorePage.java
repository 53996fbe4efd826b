package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.UnknownVersion;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.version.VersionId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.SubmitOnce;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Asks for the plan of putting a version of a type back on a platform. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class RestorePage {
  private final Platforms platforms;
  private final Deploying deploying;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected RestorePage() {
    this.platforms = null;
    this.deploying = null;
    this.submitOnce = null;
    this.pageContext = null;
  }

  @Inject
  RestorePage(
      Platforms platforms, Deploying deploying, SubmitOnce submitOnce, PageContext pageContext) {
    this.platforms = platforms;
    this.deploying = deploying;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns what was filled in under a name, or what the address suggests. */
  public String asked(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns the key of the form: the one it was sent with, or a new one. */
  public String getForm() {
    return asked("form").isEmpty() ? UUID.randomUUID().toString() : asked("form");
  }

  /** Starts a dry run, once, and leads to what it finds out. */
  @Needs(Right.ACTION)
  public void plan() {
    try {
      String reason = pageContext.requiredReason();
      String form =
          String.join("\n", "restore", asked("version"), asked("platform"), reason, asked("form"));
      pageContext.goTo(
          submitOnce
              .start(pageContext.actor(), form, () -> begin(reason))
              .orElse("/console/deployments.xhtml"));
    } catch (UnknownVersion e) {
      pageContext.refused(PageContext.text("noSuchVersion"));
    } catch (UnknownPlatform | IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  private String begin(String reason) {
    return RunPage.pageOf(
        deploying.deploy(
            new DeploymentOrder(
                new PlatformId(asked("platform")),
                new Exactly(new VersionId(asked("version"))),
                new PushOptions(true, false),
                pageContext.cause(reason))));
  }
}
