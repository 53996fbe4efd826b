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

/** Starts the dry run of restoring a version of a type on a platform. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class RestorePage {
  private final Platforms platforms;
  private final Deploying deploying;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;

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

  /** Returns the value of a field as submitted, or from the query string. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns the idempotency key of the form: the submitted one, or a new one. */
  public String getForm() {
    return fieldValue("form").isEmpty() ? UUID.randomUUID().toString() : fieldValue("form");
  }

  /** Starts the dry run, once, and opens its plan. */
  @Needs(Right.ACTION)
  public void plan() {
    try {
      String reason = pageContext.requiredReason();
      String form =
          String.join(
              "\n",
              "restore",
              fieldValue("version"),
              fieldValue("platform"),
              reason,
              fieldValue("form"));
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
                new PlatformId(fieldValue("platform")),
                new Exactly(new VersionId(fieldValue("version"))),
                new PushOptions(true, false),
                pageContext.cause(reason))));
  }
}
