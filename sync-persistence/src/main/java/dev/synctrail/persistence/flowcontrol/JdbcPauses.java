package dev.synctrail.persistence.flowcontrol;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.flowcontrol.Pauses;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores pauses in the table {@code pause}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcPauses implements Pauses {
  private static final String APPLIES =
      "(cast(? as text) is null or platform is null or platform = ?)";
  private static final String ACTIVE = "(ended_at is null and (until is null or until > ?))";

  private final Table table;

  @Inject
  public JdbcPauses(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public List<Pause> inForce(@Nullable PlatformId platform, Instant now) {
    return table.select(
        "select * from pause where " + ACTIVE + " and " + APPLIES + " order by platform, id",
        JdbcPauses::pause,
        now,
        platform,
        platform);
  }

  @Override
  public Optional<Pause> find(UUID id) {
    return table.first("select * from pause where id = ?", JdbcPauses::pause, id);
  }

  @Override
  public List<Pause> page(
      @Nullable PlatformId platform,
      @Nullable Boolean active,
      Instant now,
      @Nullable UUID cursor,
      boolean backwards,
      int limit) {
    return table.select(
        "select * from pause where "
            + APPLIES
            + " and (cast(? as boolean) is null or "
            + ACTIVE
            + " = ?) and (cast(? as uuid) is null or id "
            + (backwards ? ">" : "<")
            + " ?) order by id "
            + (backwards ? "asc" : "desc")
            + " limit ?",
        JdbcPauses::pause,
        platform,
        platform,
        active,
        now,
        active,
        cursor,
        cursor,
        limit);
  }

  @Override
  @Transactional(MANDATORY)
  public boolean add(Pause pause) {
    table.update(
        "update pause set ended_at = until, ended_by = ?"
            + " where ended_at is null and until <= ? and coalesce(platform, '') = coalesce(?, '')",
        SyncEvent.ENGINE,
        pause.since(),
        pause.platform());
    return table.update(
            "insert into pause (id, platform, reason, actor, since, until)"
                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
            pause.id(),
            pause.platform(),
            pause.reason(),
            pause.actor(),
            pause.since(),
            pause.until())
        == 1;
  }

  @Override
  @Transactional(MANDATORY)
  public boolean end(UUID id, Instant at, String actor) {
    return table.update(
            "update pause set ended_at = ?, ended_by = ? where id = ? and " + ACTIVE,
            at,
            actor,
            id,
            at)
        == 1;
  }

  private static Pause pause(ResultSet row) throws SQLException {
    return new Pause(
        Columns.id(row, "id"),
        Columns.maybePlatform(row),
        row.getString("reason"),
        row.getString("actor"),
        Columns.instant(row, "since"),
        Columns.maybeInstant(row, "until"),
        Columns.maybeInstant(row, "ended_at"),
        row.getString("ended_by"));
  }
}
