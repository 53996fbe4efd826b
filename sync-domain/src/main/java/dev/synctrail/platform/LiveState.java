package dev.synctrail.platform;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type as the platform holds it at one moment.
 *
 * @param content the exact bytes of the answer
 * @param etag its strong entity tag, or null when the platform gave none that can be kept
 */
public record LiveState(Snapshot content, @Nullable String etag) {

  public LiveState {
    etag = etag != null && ForeignText.isStorable(etag) ? etag : null;
  }

  /** Returns the strong entity tag, when the platform gave one. */
  public Optional<String> tag() {
    return Optional.ofNullable(etag);
  }
}
