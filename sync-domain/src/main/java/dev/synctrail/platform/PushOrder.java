package dev.synctrail.platform;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One content type to be made so on one platform.
 *
 * @param wanted the whole type, as the platform takes it
 * @param expected the state that may be replaced, or null for whatever the gateway reads first
 * @param log where every request is reported
 */
public record PushOrder(
    Platform platform,
    TypeKey typeKey,
    Snapshot wanted,
    PushOptions options,
    @Nullable Expected expected,
    ExchangeLog log) {

  /** Returns the state that may be replaced, when the caller insists on one. */
  public Optional<Expected> expectation() {
    return Optional.ofNullable(expected);
  }
}
