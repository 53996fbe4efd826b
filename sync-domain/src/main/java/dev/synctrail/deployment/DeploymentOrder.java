package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RunId;
import dev.synctrail.version.VersionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be pushed where, by whom and why.
 *
 * @param removed the types that are to be there no more
 * @param plan the dry run of it that was confirmed; null for none
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

  /** An order that no plan was confirmed of. */
  public DeploymentOrder(
      PlatformId platform,
      Selection selection,
      List<TypeKey> removed,
      PushOptions options,
      Intent.Cause cause) {
    this(platform, selection, removed, options, null, cause);
  }

  /** An order that removes nothing. */
  public DeploymentOrder(
      PlatformId platform, Selection selection, PushOptions options, Intent.Cause cause) {
    this(platform, selection, List.of(), options, cause);
  }

  /** The same, with nothing written. */
  public DeploymentOrder asDryRun() {
    return new DeploymentOrder(platform, selection, removed, options.asDryRun(), null, cause);
  }

  /** Which types. */
  public sealed interface Selection {}

  /** These, each at its latest version. */
  public record Named(List<TypeKey> typeKeys) implements Selection {
    public Named {
      typeKeys = List.copyOf(typeKeys);
    }
  }

  /** One version, whether it is the latest of its type or not, exactly as it is. */
  public record Exactly(VersionId version) implements Selection {}

  /** Every type but those that a pin keeps as they were rolled back. */
  public record All() implements Selection {}

  /**
   * Every type whose latest content is not what was last pushed there with success, but those that
   * a pin keeps as they were rolled back.
   */
  public record Changed() implements Selection {}
}
