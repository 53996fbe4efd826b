package dev.synctrail.web.version;

import dev.synctrail.access.Right;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.Platforms;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do while nothing is recorded, with one of the platforms that exist. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class FirstSteps {
  private static final String SANDBOX = "sandbox";

  private final Platforms platforms;
  private final PageContext pageContext;
  private List<Platform> tried = List.of();

  @Inject
  FirstSteps(Platforms platforms, PageContext pageContext) {
    this.platforms = platforms;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    tried =
        platforms.all().stream()
            .filter(platform -> ExampleType.of(platform.kind()) != null)
            .sorted(Comparator.comparing(platform -> !platform.id().value().equals(SANDBOX)))
            .toList();
  }

  /** Returns the platform to try, the sandbox if there is one; null if there is no platform. */
  public @Nullable Platform getPlatform() {
    return tried.isEmpty() ? null : tried.get(0);
  }

  /** Returns a type that the platform accepts; null if there is no platform. */
  public @Nullable ExampleType getExample() {
    Platform platform = getPlatform();
    return platform == null ? null : ExampleType.of(platform.kind());
  }

  /** Returns the address of the API. */
  public String getApi() {
    return pageContext.root() + "/api/v1";
  }
}
