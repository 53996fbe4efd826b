package dev.synctrail.persistence.deployment;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pin;
import dev.synctrail.deployment.Pins;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores pins in the table {@code pin}; the view {@code holding_pin} selects those in effect. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcPins implements Pins {
  private final Table table;

  @Inject
  public JdbcPins(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public void add(Pin pin) {
    RunId rollback = pin.rollback();
    lock(pin.platform());
    ended(
        pin.platform(),
        pin.typeKey(),
        new Pin.Ended(Pin.Cause.REPLACED, pin.at(), pin.actor(), pin.reason()));
    table.update(
        "insert into pin (id, platform, type_key, sync_id, rollback, newest, absent, theirs, at,"
            + " actor, reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        pin.id(),
        pin.platform().value(),
        pin.typeKey().value(),
        pin.sync().value(),
        rollback == null ? null : rollback.value(),
        pin.newest().hex(),
        pin.absent(),
        pin.theirs(),
        pin.at(),
        pin.actor(),
        pin.reason());
  }

  @Override
  @Transactional(MANDATORY)
  public void end(PlatformId platform, TypeKey typeKey, Pin.Ended how) {
    if (!lasts(platform, typeKey)) {
      return;
    }
    lock(platform);
    ended(platform, typeKey, how);
  }

  /**
   * Two rollbacks of one type wait for each other here, and the later one takes the place of the
   * earlier. One lock per platform, since two locks per type could be taken crosswise.
   */
  private void lock(PlatformId platform) {
    table.select(
        "select 1 from pg_advisory_xact_lock(hashtextextended('pins of ' || ?, 0))",
        row -> true,
        platform.value());
  }

  private boolean lasts(PlatformId platform, TypeKey typeKey) {
    return !table
        .select(
            "select 1 from pin where platform = ? and type_key = ? and ended_at is null",
            row -> true,
            platform.value(),
            typeKey.value())
        .isEmpty();
  }

  private void ended(PlatformId platform, TypeKey typeKey, Pin.Ended how) {
    table.update(
        "update pin set ended = ?, ended_at = ?, ended_by = ?, end_reason = ?"
            + " where platform = ? and type_key = ? and ended_at is null",
        how.cause().name(),
        how.at(),
        how.actor(),
        how.reason(),
        platform.value(),
        typeKey.value());
  }

  @Override
  @Transactional(MANDATORY)
  public void landed(SyncId sync) {
    table.update("update pin set landed = true where sync_id = ?", sync.value());
  }

  @Override
  @Transactional(MANDATORY)
  public boolean retried(SyncId sync, SyncId by) {
    return table.update(
            "update pin set sync_id = ?, landed = false where sync_id = ? and ended_at is null",
            by.value(),
            sync.value())
        == 1;
  }

  @Override
  public Optional<Pin> holding(PlatformId platform, TypeKey typeKey) {
    return table.first(
        "select * from holding_pin where platform = ? and type_key = ?",
        JdbcPins::pin,
        platform.value(),
        typeKey.value());
  }

  @Override
  public List<Pin> holding(TypeKey typeKey) {
    return table.select(
        "select * from holding_pin where type_key = ? order by platform",
        JdbcPins::pin,
        typeKey.value());
  }

  @Override
  public List<Pin> holding(
      PlatformId platform, @Nullable TypeKey cursor, boolean backwards, int limit) {
    String key = cursor == null ? null : cursor.value();
    return table.select(
        "select * from holding_pin where platform = ? and (cast(? as text) is null or type_key "
            + (backwards ? "<" : ">")
            + " ?) order by type_key "
            + (backwards ? "desc" : "asc")
            + " limit ?",
        JdbcPins::pin,
        platform.value(),
        key,
        key,
        limit);
  }

  @Override
  @Transactional(MANDATORY)
  public void skipped(RunId run, Collection<Pin> pins) {
    for (Pin pin : pins) {
      table.update("insert into run_pin (run_id, pin_id) values (?, ?)", run.value(), pin.id());
    }
  }

  @Override
  public List<Pin> skippedBy(RunId run) {
    return table.select(
        "select p.* from run_pin s join pin p on p.id = s.pin_id where s.run_id = ?"
            + " order by p.type_key",
        JdbcPins::pin,
        run.value());
  }

  private static Pin pin(ResultSet row) throws SQLException {
    UUID rollback = Columns.maybeId(row, "rollback");
    Instant endedAt = Columns.maybeInstant(row, "ended_at");
    return new Pin(
        Columns.id(row, "id"),
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        Columns.sync(row, "sync_id"),
        rollback == null ? null : new RunId(rollback),
        new VersionId(row.getString("newest")),
        row.getBoolean("absent"),
        row.getBoolean("theirs"),
        Columns.instant(row, "at"),
        row.getString("actor"),
        row.getString("reason"),
        endedAt == null
            ? null
            : new Pin.Ended(
                Columns.constant(row, "ended", Pin.Cause.class),
                endedAt,
                row.getString("ended_by"),
                row.getString("end_reason")));
  }
}
