package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.ReadResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a type as one response showed it.
 *
 * @param status the status of the response
 * @param live the live state, or null when the type does not exist
 * @param type the same in the format of the platform
 * @param lastModified the value of the header, or null
 * @param <T> a type in the format of the platform
 */
public record LiveType<T>(
    int status, @Nullable LiveState live, @Nullable T type, @Nullable String lastModified) {
  static final int NOT_MODIFIED = 304;

  /** Creates the state that a response without a type shows: absent or unchanged. */
  static <T> LiveType<T> none(int status) {
    return new LiveType<>(status, null, null, null);
  }

  /** Returns the entity tag, if the type exists and has one. */
  Optional<String> tag() {
    return Optional.ofNullable(live).flatMap(LiveState::tag);
  }

  /** Returns the state as the baseline of a push; null when the type does not exist. */
  @Nullable PushBaseline baseline(PushBaseline.Source source) {
    return live == null ? null : new PushBaseline(live, source);
  }

  ReadResult result() {
    if (status == NOT_MODIFIED) {
      return new ReadResult.Unchanged();
    }
    return live == null ? new ReadResult.Absent() : new ReadResult.Found(live);
  }
}
