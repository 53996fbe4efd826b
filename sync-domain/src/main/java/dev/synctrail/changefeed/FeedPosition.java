package dev.synctrail.changefeed;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of changes.
 *
 * @param transaction which transaction made it; a later one never comes before an earlier one
 * @param number its number within
 * @param at when, in seconds since 1970; tells whether what came after it is still known
 */
public record FeedPosition(long transaction, long number, long at) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})");

  /** Reads what {@link #toString()} wrote. */
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

  /** Tells whether it is from before the instant. */
  public boolean isBefore(Instant instant) {
    return at < instant.getEpochSecond();
  }

  @Override
  public String toString() {
    return transaction + "." + number + "." + at;
  }
}
