package dev.synctrail.platform;

import dev.synctrail.snapshot.Snapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type as the platform holds it at one moment.
 *
 * @param content the exact bytes of the answer
 * @param etag its strong entity tag, or null when the platform gave none
 */
public record Live(Snapshot content, @Nullable String etag) {

  /** Returns the strong entity tag, when the platform gave one. */
  public Optional<String> tag() {
    return Optional.ofNullable(etag);
  }
}
