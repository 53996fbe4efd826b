package dev.synctrail.retrieval;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Intent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to pull types from a platform, with its author and reason.
 *
 * @param typeKeys null for every type on the platform
 */
public record RetrievalOrder(
    PlatformId platform, @Nullable List<TypeKey> typeKeys, Intent.Cause cause) {

  public RetrievalOrder {
    typeKeys = typeKeys == null ? null : List.copyOf(typeKeys);
  }

  /** Returns the types requested by name; empty for every type. */
  public Optional<List<TypeKey>> named() {
    return Optional.ofNullable(typeKeys);
  }
}
