package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.tracking.Intent;
import java.util.List;

/** What is to be pushed where, by whom and why. */
public record DeploymentOrder(
    PlatformId platform, Selection selection, PushOptions options, Intent.Cause cause) {

  /** Which types. */
  public sealed interface Selection {}

  /** These, each at its latest version. */
  public record Named(List<TypeKey> typeKeys) implements Selection {
    public Named {
      typeKeys = List.copyOf(typeKeys);
    }
  }

  /** Every type. */
  public record All() implements Selection {}

  /** Every type whose latest content is not what was last pushed there with success. */
  public record Changed() implements Selection {}
}
