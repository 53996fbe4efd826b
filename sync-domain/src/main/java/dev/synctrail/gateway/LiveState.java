package dev.synctrail.gateway;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a type on the platform at one moment.
 *
 * @param content the exact bytes of the response
 * @param etag its strong entity tag, or null when the platform gave none that can be stored
 */
public record LiveState(Snapshot content, @Nullable String etag) {

  public LiveState {
    etag = etag != null && ForeignText.isStorable(etag) ? etag : null;
  }

  /** Returns the strong entity tag, if the platform gave one. */
  public Optional<String> tag() {
    return Optional.ofNullable(etag);
  }
}
