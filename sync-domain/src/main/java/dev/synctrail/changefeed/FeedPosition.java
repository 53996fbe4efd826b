package dev.synctrail.changefeed;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the change feed.
 *
 * @param transaction the transaction that made the change; the feed is ordered by transaction
 * @param number the number of the change within the transaction
 * @param at the time in seconds since 1970, which tells whether later changes are still stored
 */
public record FeedPosition(long transaction, long number, long at) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})");

  /** Parses the result of {@link #toString()}. */
  public static Optional<FeedPosition> read(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new FeedPosition(
                Long.parseLong(parts.group(1)),
                Long.parseLong(parts.group(2)),
                Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  /** Returns whether the position is before an instant. */
  public boolean isBefore(Instant instant) {
    return at < instant.getEpochSecond();
  }

  @Override
  public String toString() {
    return transaction + "." + number + "." + at;
  }
}
