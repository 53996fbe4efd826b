package dev.synctrail.retrieval;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Intent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read from where, by whom and why.
 *
 * @param typeKeys null for every type that the platform holds
 */
public record RetrievalOrder(
    PlatformId platform, @Nullable List<TypeKey> typeKeys, Intent.Cause cause) {

  public RetrievalOrder {
    typeKeys = typeKeys == null ? null : List.copyOf(typeKeys);
  }

  /** Returns the types asked for by name, empty for every type. */
  public Optional<List<TypeKey>> named() {
    return Optional.ofNullable(typeKeys);
  }
}
