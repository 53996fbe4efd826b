package dev.synctrail.web.console;

import dev.synctrail.history.SyncSummary;
import dev.synctrail.platform.Operation;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One sync as the console's list shows it. */
public record SyncLine(
    Instant startedAt,
    String typeKey,
    String platform,
    String direction,
    String operation,
    boolean dryRun,
    SyncStatus status,
    boolean settled,
    int tries,
    String duration,
    String actor,
    @Nullable String errorMessage) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String NOT_KNOWN = "–";

  static SyncLine of(SyncSummary sync) {
    Operation operation = sync.operation();
    return new SyncLine(
        sync.startedAt(),
        sync.typeKey().value(),
        sync.platform().value(),
        sync.direction().name(),
        operation == null ? NOT_KNOWN : operation.name(),
        sync.options().dryRun(),
        sync.status(),
        sync.settled(),
        tries(sync),
        duration(sync.durationMs()),
        sync.cause().actor(),
        sync.errorMessage());
  }

  /** The failed tries, and the one that went well, is open or ended in doubt. */
  private static int tries(SyncSummary sync) {
    boolean one = sync.firstSentAt() != null && sync.status() != SyncStatus.FAILED;
    return sync.retryCount() + (one ? 1 : 0);
  }

  static String duration(@Nullable Long milliseconds) {
    if (milliseconds == null) {
      return NOT_KNOWN;
    }
    long ms = milliseconds;
    if (ms < 1_000) {
      return ms + " ms";
    }
    return ms < 60_000
        ? String.format(Locale.ROOT, "%.1f s", ms / 1_000.0)
        : "%d min %02d s".formatted(ms / 60_000, ms / 1_000 % 60);
  }

  /** Returns the instant for people who look closely. */
  public String startedAtUtc() {
    return UTC.format(startedAt);
  }

  /** Returns a sign that is told apart without colour. */
  public String symbol() {
    return switch (status) {
      case IN_PROGRESS -> "…";
      case SUCCESS -> "✓";
      case PARTIAL -> "◐";
      case FAILED -> "✗";
      case UNKNOWN -> "?";
    };
  }
}
