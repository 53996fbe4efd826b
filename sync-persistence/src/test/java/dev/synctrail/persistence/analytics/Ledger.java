package dev.synctrail.persistence.analytics;

import dev.synctrail.gateway.Operation;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Simulates syncs of every kind, both as rows and in memory. */
final class Ledger {
  private static final List<String> PLATFORMS = List.of("optimizely", "sandbox");
  private static final List<String> TYPES = List.of("Article", "Hero", "Teaser");
  private static final List<String> MESSAGES =
      List.of("Type \"%s\" has 3 errors", "Timed out after %2$d ms", "Not allowed");

  private final Random random;
  private final List<Instant> days;
  final Map<SyncId, Line> lines = new LinkedHashMap<>();

  /**
   * @param days near which syncs start
   */
  Ledger(long seed, List<Instant> days) {
    this.random = new Random(seed);
    this.days = days;
  }

  /** Starts new syncs, and updates or completes open ones. */
  void simulate(Connection connection, int steps) throws SQLException {
    for (int i = 0; i < steps; i++) {
      List<Line> open = lines.values().stream().filter(line -> !line.status.isTerminal()).toList();
      if (open.isEmpty() || random.nextInt(5) < 3) {
        begin(connection);
      } else {
        change(connection, pick(open));
      }
    }
  }

  Line begin(Connection connection) throws SQLException {
    Instant startedAt =
        pick(days).plusSeconds(random.nextInt(2 * 24 * 3_600)).plusMillis(random.nextInt(1_000));
    Line line =
        new Line(
            SyncId.at(startedAt),
            pick(PLATFORMS),
            pick(TYPES),
            pick(List.of(Direction.values())),
            random.nextInt(8) == 0);
    // an import writes syncs that are already completed
    line.changeStatus(
        random.nextInt(3) == 0 ? pick(List.of(SyncStatus.values())) : SyncStatus.IN_PROGRESS);
    line.insert(connection);
    lines.put(line.id, line);
    return line;
  }

  private void change(Connection connection, Line line) throws SQLException {
    line.changeStatus(pick(List.of(SyncStatus.values())));
    line.update(connection);
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** One sync in memory. */
  final class Line {
    final SyncId id;
    final String platform;
    final String typeKey;
    final Direction direction;
    final boolean dryRun;
    @Nullable Operation operation;
    SyncStatus status = SyncStatus.IN_PROGRESS;
    @Nullable Long duration;
    int retries;
    @Nullable String message;

    Line(SyncId id, String platform, String typeKey, Direction direction, boolean dryRun) {
      this.id = id;
      this.platform = platform;
      this.typeKey = typeKey;
      this.direction = direction;
      this.dryRun = dryRun;
    }

    void changeStatus(SyncStatus next) {
      status = next;
      if (random.nextBoolean()) {
        operation = pick(List.of(Operation.values()));
      }
      retries += random.nextInt(2);
      if (next.isTerminal()) {
        // a clock that is set back makes a duration negative
        duration = random.nextInt(4) == 0 ? null : (long) Math.expm1(random.nextDouble() * 12) - 5;
      }
      message =
          next == SyncStatus.FAILED ? pick(MESSAGES).formatted(typeKey, random.nextInt(999)) : null;
    }

    long millis() {
      return Math.max(0, duration == null ? 0 : duration);
    }

    void insert(Connection connection) throws SQLException {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(id.value());
      values.add(platform);
      values.add(typeKey);
      values.add(direction.name());
      values.add(dryRun);
      values.add(id.startedAt().atOffset(ZoneOffset.UTC));
      values.add(id.startedAt().atOffset(ZoneOffset.UTC));
      addMutableColumns(values);
      new Sql(
              "insert into sync (id, platform, type_key, direction, dry_run, started_at,"
                  + " created_at, status, operation, duration_ms, retry_count, completed_at,"
                  + " failure_class, error_message, recorder, actor, ignore_data_loss)"
                  + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ENGINE', 'ann', false)",
              values.toArray())
          .execute(connection);
    }

    void update(Connection connection) throws SQLException {
      List<@Nullable Object> values = new ArrayList<>();
      addMutableColumns(values);
      values.add(id.value());
      new Sql(
              "update sync set status = ?, operation = ?, duration_ms = ?, retry_count = ?,"
                  + " completed_at = ?, failure_class = ?, error_message = ? where id = ?",
              values.toArray())
          .execute(connection);
    }

    private void addMutableColumns(List<@Nullable Object> values) {
      values.add(status.name());
      values.add(operation == null ? null : operation.name());
      values.add(duration);
      values.add(retries);
      values.add(status.isTerminal() ? id.startedAt().atOffset(ZoneOffset.UTC) : null);
      values.add(message == null ? null : "REJECTED");
      values.add(message);
    }

    UUID uuid() {
      return id.value();
    }
  }
}
