package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RunId;
import dev.synctrail.version.VersionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to push types to a platform, with its author and reason.
 *
 * @param removed the types to remove
 * @param plan the dry run that was confirmed as its plan; null for none
 */
public record DeploymentOrder(
    PlatformId platform,
    Selection selection,
    List<TypeKey> removed,
    PushOptions options,
    @Nullable RunId plan,
    Intent.Cause cause) {

  public DeploymentOrder {
    removed = List.copyOf(removed);
  }

  /** Creates an order without a confirmed plan. */
  public DeploymentOrder(
      PlatformId platform,
      Selection selection,
      List<TypeKey> removed,
      PushOptions options,
      Intent.Cause cause) {
    this(platform, selection, removed, options, null, cause);
  }

  /** Creates an order that removes nothing. */
  public DeploymentOrder(
      PlatformId platform, Selection selection, PushOptions options, Intent.Cause cause) {
    this(platform, selection, List.of(), options, cause);
  }

  /** Returns the same order as a dry run. */
  public DeploymentOrder asDryRun() {
    return new DeploymentOrder(platform, selection, removed, options.asDryRun(), null, cause);
  }

  /** The types to push. */
  public sealed interface Selection {}

  /** The named types, each at its latest version. */
  public record Named(List<TypeKey> typeKeys) implements Selection {
    public Named {
      typeKeys = List.copyOf(typeKeys);
    }
  }

  /** One version, exactly as it is, whether it is the latest of its type or not. */
  public record Exactly(VersionId version) implements Selection {}

  /** Every type except those that a pin keeps in their rolled-back state. */
  public record All() implements Selection {}

  /**
   * Every type whose latest content differs from the last successful push, except those that a pin
   * keeps in their rolled-back state.
   */
  public record Changed() implements Selection {}
}
