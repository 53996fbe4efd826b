package dev.synctrail.gateway;

import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Finds a configured platform together with its gateway. */
@ApplicationScoped
public class PlatformLookup {
  private final Platforms platforms;
  private final Gateways gateways;

  @Inject
  public PlatformLookup(Platforms platforms, Gateways gateways) {
    this.platforms = platforms;
    this.gateways = gateways;
  }

  /**
   * Returns the current revision of a platform and its gateway.
   *
   * @throws Rejected as {@link FailureClass#PLATFORM_GONE} when the platform no longer exists, or
   *     there is no adapter for its kind
   */
  public Reached to(PlatformId id) {
    Platform platform =
        platforms.find(id).orElseThrow(() -> gone("Platform " + id + " was removed"));
    return gateways
        .forKind(platform.kind())
        .map(gateway -> new Reached(platform, gateway))
        .orElseThrow(() -> gone("No adapter for platform " + id + " of kind " + platform.kind()));
  }

  private static Rejected gone(String message) {
    return new Rejected(Failure.of(FailureClass.PLATFORM_GONE, message));
  }

  /** A platform and its gateway. */
  public record Reached(Platform platform, PlatformGateway gateway) {}
}
