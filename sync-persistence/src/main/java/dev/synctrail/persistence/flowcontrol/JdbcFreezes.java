package dev.synctrail.persistence.flowcontrol;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.FreezeWindow.Once;
import dev.synctrail.flowcontrol.FreezeWindow.Weekly;
import dev.synctrail.flowcontrol.Freezes;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Stores change freezes in the table {@code change_freeze}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcFreezes implements Freezes {
  /** Exceeds the offset of any time zone from UTC. */
  private static final Duration MAX_UTC_OFFSET = Duration.ofDays(1);

  private final Table table;

  @Inject
  public JdbcFreezes(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public List<Freeze> all() {
    return table.select("select * from change_freeze order by id desc", JdbcFreezes::freeze);
  }

  @Override
  public List<Freeze> on(PlatformId platform, Instant now) {
    return table.select(
        "select * from change_freeze"
            + " where removed_at is null and (platform is null or platform = ?)"
            + " and (ends is null or ends > ?) order by id",
        JdbcFreezes::freeze,
        platform.value(),
        LocalDateTime.ofInstant(now.minus(MAX_UTC_OFFSET), ZoneOffset.UTC));
  }

  @Override
  public Optional<Freeze> find(UUID id) {
    return table.first("select * from change_freeze where id = ?", JdbcFreezes::freeze, id);
  }

  @Override
  @Transactional(MANDATORY)
  public void add(Freeze freeze) {
    Once once = freeze.window() instanceof Once one ? one : null;
    Weekly weekly = freeze.window() instanceof Weekly every ? every : null;
    table.update(
        "insert into change_freeze (id, platform, name, reason, zone, starts, ends, from_day,"
            + " from_time, until_day, until_time, actor, created_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        freeze.id(),
        freeze.platform(),
        freeze.name(),
        freeze.reason(),
        freeze.window().zone().getId(),
        once == null ? null : once.from(),
        once == null ? null : once.until(),
        weekly == null ? null : weekly.fromDay().getValue(),
        weekly == null ? null : weekly.from(),
        weekly == null ? null : weekly.untilDay().getValue(),
        weekly == null ? null : weekly.until(),
        freeze.actor(),
        freeze.createdAt());
  }

  @Override
  @Transactional(MANDATORY)
  public boolean remove(UUID id, Instant at, String actor) {
    return table.update(
            "update change_freeze set removed_at = ?, removed_by = ?"
                + " where id = ? and removed_at is null",
            at,
            actor,
            id)
        == 1;
  }

  private static Freeze freeze(ResultSet row) throws SQLException {
    return new Freeze(
        Columns.id(row, "id"),
        Columns.maybePlatform(row),
        row.getString("name"),
        row.getString("reason"),
        window(row, ZoneId.of(row.getString("zone"))),
        row.getString("actor"),
        Columns.instant(row, "created_at"),
        Columns.maybeInstant(row, "removed_at"),
        row.getString("removed_by"));
  }

  private static FreezeWindow window(ResultSet row, ZoneId zone) throws SQLException {
    LocalDateTime starts = row.getObject("starts", LocalDateTime.class);
    if (starts != null) {
      return new Once(starts, row.getObject("ends", LocalDateTime.class), zone);
    }
    return new Weekly(
        DayOfWeek.of(row.getInt("from_day")),
        row.getObject("from_time", LocalTime.class),
        DayOfWeek.of(row.getInt("until_day")),
        row.getObject("until_time", LocalTime.class),
        zone);
  }
}
