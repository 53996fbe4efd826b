package dev.synctrail.persistence.flowcontrol;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.flowcontrol.QueueEntries;
import dev.synctrail.flowcontrol.QueueEntry;
import dev.synctrail.flowcontrol.QueueEntry.Holder;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the table {@code backlog} with the details that the queue views show. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcQueueEntries implements QueueEntries {
  private static final String ENTRIES =
      """
      select b.*, l.picked_by, l.last_heartbeat,
             case when b.kind = 'LISTING' then b.trail_id else s.run_id end as run,
      """
          + Precedence.writes("b")
          + " as writes,"
          + blockingEntry(false)
          + " as behind,"
          + blockingEntry(true)
          + """
       as behind_in_freeze
        from (select * from backlog where %s) b
        left join sync s on b.kind = 'SYNC' and s.id = b.trail_id
        left join lane l on l.task_name = 'lane' and l.task_instance = b.lane and l.picked
       order by b.due_at %s, b.trail_id %s""";

  private final Table table;

  @Inject
  public JdbcQueueEntries(DataSource database) {
    this.table = new Table(database);
  }

  private static String blockingEntry(boolean frozen) {
    return " (select other.trail_id from backlog other where b.lane is null and (("
        + Precedence.sameType(frozen)
        + ") or ("
        + Precedence.EARLIER_STAGE
        + ") or ("
        + Precedence.SAME_BATCH
        + ")) order by other.trail_id limit 1)";
  }

  private static String entries(String condition, String direction) {
    return ENTRIES.formatted(condition, direction, direction);
  }

  @Override
  public List<QueueEntry> page(
      Filter filter, @Nullable Position cursor, boolean backwards, int limit, Instant now) {
    String direction = backwards ? "desc" : "asc";
    StringBuilder condition = new StringBuilder("true");
    List<Object> values = new ArrayList<>();
    PlatformId platform = filter.platform();
    if (platform != null) {
      condition.append(" and platform = ?");
      values.add(platform.value());
    }
    Kind kind = filter.kind();
    if (kind != null) {
      condition.append(" and kind = ?");
      values.add(kind.name());
    }
    QueueEntry.State state = filter.state();
    if (state != null) {
      condition.append(
          switch (state) {
            case HELD -> " and lane is not null";
            case DUE -> " and lane is null and due_at <= ?";
            case LATER -> " and lane is null and due_at > ?";
          });
      if (state != QueueEntry.State.HELD) {
        values.add(now);
      }
    }
    if (cursor != null) {
      condition.append(" and (due_at, trail_id) ").append(backwards ? "<" : ">").append(" (?, ?)");
      values.add(cursor.due());
      values.add(cursor.workId());
    }
    condition.append(" order by due_at %s, trail_id %s limit ?".formatted(direction, direction));
    values.add(limit);
    return table.select(
        entries(condition.toString(), direction), JdbcQueueEntries::entry, values.toArray());
  }

  @Override
  public Optional<QueueEntry> find(UUID workId) {
    return table.first(entries("trail_id = ?", "asc"), JdbcQueueEntries::entry, workId);
  }

  @Override
  public List<Backlogged> backlogged(Instant now) {
    return table.select(
        "select platform, count(*) as entries,"
            + " count(*) filter (where lane is null and due_at <= ?) as due, count(lane) as held,"
            + " min(uuid_time(trail_id)) filter (where lane is null) as oldest"
            + " from backlog group by platform order by platform",
        row ->
            new Backlogged(
                new PlatformId(row.getString("platform")),
                row.getLong("entries"),
                row.getLong("due"),
                row.getLong("held"),
                Columns.maybeInstant(row, "oldest")),
        now);
  }

  @Override
  public List<QueueEntry> held() {
    return table.select(entries("lane is not null", "asc"), JdbcQueueEntries::entry);
  }

  @Override
  @Transactional(MANDATORY)
  public boolean hasten(UUID workId, Instant now) {
    return table.update(
            "update backlog set due_at = least(due_at, ?) where trail_id = ? and lane is null",
            now,
            workId)
        == 1;
  }

  private static QueueEntry entry(ResultSet row) throws SQLException {
    UUID workId = Columns.id(row, "trail_id");
    String typeKey = row.getString("type_key");
    String lane = row.getString("lane");
    return new QueueEntry(
        workId,
        Kind.valueOf(row.getString("kind")),
        Objects.requireNonNull(Columns.maybePlatform(row)),
        typeKey.isEmpty() ? null : new TypeKey(typeKey),
        Columns.maybeId(row, "run"),
        Columns.instant(row, "due_at"),
        new SyncId(workId).startedAt(),
        row.getInt("times"),
        row.getBoolean("writes"),
        lane == null
            ? null
            : new Holder(
                lane, row.getString("picked_by"), Columns.maybeInstant(row, "last_heartbeat")),
        Columns.maybeId(row, "behind"),
        Columns.maybeId(row, "behind_in_freeze"));
  }
}
