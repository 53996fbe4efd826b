package dev.synctrail.persistence.access;

import static jakarta.transaction.Transactional.TxType.REQUIRED;
import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.access.AccessLog;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Stores the access log in the append-only table {@code access_log}. Denied requests of
 * unauthenticated callers are stored in {@code refusal}: they are counted per address, name and
 * minute, and deleted when they are old.
 */
@ApplicationScoped
@Transactional(SUPPORTS)
class JdbcAccessLog implements AccessLog {
  private static final String INSERT =
      """
      insert into access_log (at, kind, actor, proof, needed, method, target, address, details)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String RECORD_USE =
      """
      insert into right_use as u (actor, proof, needed, last_at) values (?, ?, ?, ?)
      on conflict (actor, proof, needed) do update set last_at = excluded.last_at
      where u.last_at < excluded.last_at""";
  private static final String COUNT_DENIAL =
      """
      insert into refusal as r (address, minute, actor, at, last_at, times, method, target)
      values (?, date_trunc('minute', cast(? as timestamptz)), coalesce(?, ''), ?, ?, 1, ?, ?)
      on conflict (address, minute, actor) do update
      set times = r.times + 1, last_at = greatest(r.last_at, excluded.last_at)""";
  private static final String DELETE_EXPIRED = "delete from refusal where minute < ?";

  /** Combines both tables in one list; each is read by its own key. */
  private static final String SELECT_BOTH =
      """
      select number, at, kind, actor, proof, needed, method, target, address, details from (
        select number, at, kind, actor, proof, needed, method, target, address, details
        from access_log
        union all
        select number, at, 'DENIED', nullif(actor, ''), null, null, method, target, address,
          case when times > 1 then json_build_object('times', times, 'lastAt',
            to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text end
        from refusal) both_logs
      where true""";

  /**
   * A skip scan of the index finds the actors, so that the cost depends on their number and not on
   * that of the records. Users who never signed in are only in the other table.
   */
  private static final String ACTOR_PART =
      """
       and actor = any (array(
        with recursive met(actor) as (
          (select actor from access_log where actor is not null order by actor limit 1)
          union all
          select (select l.actor from access_log l where l.actor > m.actor
            order by l.actor limit 1)
          from met m where m.actor is not null)
        select actor from met where actor ilike ?
        union all select actor from refusal where actor <> '' and actor ilike ?))
      """;

  private final DataSource database;
  private final Duration denialRetention;

  @Inject
  JdbcAccessLog(
      DataSource database,
      @ConfigProperty(name = "sync.access-log.refusals-kept", defaultValue = "P90D")
          Duration denialRetention) {
    this.database = database;
    this.denialRetention = denialRetention;
  }

  @Override
  @Transactional(REQUIRED)
  public void recordChange(AccessRecord record) {
    try (Connection connection = database.getConnection()) {
      insert(connection, record);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  @Transactional(REQUIRES_NEW)
  public void recordAccess(AccessRecord record) {
    try (Connection connection = database.getConnection()) {
      commitLazily(connection);
      if (record.kind() == AccessRecord.Kind.DENIED && record.proof() == null) {
        countDenial(connection, record);
      } else {
        insert(connection, record);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void insert(Connection connection, AccessRecord record) throws SQLException {
    new Sql(
            INSERT,
            record.at(),
            record.kind(),
            record.actor(),
            record.proof(),
            record.right(),
            record.method(),
            record.target(),
            record.address(),
            record.details())
        .execute(connection);
  }

  private static void countDenial(Connection connection, AccessRecord record) throws SQLException {
    new Sql(
            COUNT_DENIAL,
            record.address(),
            record.at(),
            record.actor(),
            record.at(),
            record.at(),
            record.method(),
            record.target())
        .execute(connection);
  }

  @Override
  @Transactional(REQUIRES_NEW)
  public int deleteExpiredDenials(Instant now) {
    return new Sql(DELETE_EXPIRED, now.minus(denialRetention)).update(database);
  }

  /** Affects only this transaction, which writes nothing else. */
  private static void commitLazily(Connection connection) throws SQLException {
    new Sql("set local synchronous_commit = off").execute(connection);
  }

  @Override
  public List<AccessRecord> page(
      Filter filter, @Nullable Long cursor, boolean backwards, int limit) {
    Sql sql = new Sql(SELECT_BOTH).add(condition(filter));
    addCondition(sql, backwards ? " and number > ?" : " and number < ?", cursor);
    return sql.add(" order by number " + (backwards ? "asc" : "desc") + " limit ?", limit)
        .all(database, JdbcAccessLog::record);
  }

  @Override
  public long count(Filter filter) {
    return new Sql("select count(*) from (" + SELECT_BOTH)
        .add(condition(filter))
        .add(") filtered")
        .first(database, row -> row.getLong(1))
        .orElseThrow();
  }

  private static Sql condition(Filter filter) {
    Sql sql = new Sql("");
    addCondition(sql, " and actor = ?", filter.actor());
    if (filter.actorPart() != null) {
      String pattern = Sql.containing(filter.actorPart());
      sql.add(ACTOR_PART, pattern, pattern);
    }
    addCondition(sql, " and kind = ?", filter.kind());
    addCondition(sql, " and needed = ?", filter.right());
    addCondition(sql, " and at >= ?", filter.from());
    addCondition(sql, " and at < ?", filter.until());
    return sql;
  }

  private static void addCondition(Sql sql, String condition, @Nullable Object value) {
    if (value != null) {
      sql.add(condition, value);
    }
  }

  private static AccessRecord record(ResultSet row) throws SQLException {
    return new AccessRecord(
        row.getLong("number"),
        Columns.instant(row, "at"),
        Columns.constant(row, "kind", AccessRecord.Kind.class),
        row.getString("actor"),
        Columns.maybeConstant(row, "proof", Caller.Proof.class),
        Columns.maybeConstant(row, "needed", Right.class),
        row.getString("method"),
        row.getString("target"),
        row.getString("address"),
        row.getString("details"));
  }

  @Override
  @Transactional(REQUIRES_NEW)
  public void used(String actor, Caller.Proof proof, Right right, Instant at) {
    try (Connection connection = database.getConnection()) {
      commitLazily(connection);
      new Sql(RECORD_USE, actor, proof, right, at).execute(connection);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public List<Use> uses() {
    return new Sql("select actor, proof, needed, last_at from right_use order by 1, 2, 3")
        .all(
            database,
            row ->
                new Use(
                    row.getString("actor"),
                    Columns.constant(row, "proof", Caller.Proof.class),
                    Columns.constant(row, "needed", Right.class),
                    Columns.instant(row, "last_at")));
  }

  private static PersistenceException failed(SQLException e) {
    return new PersistenceException("Cannot append to the access log", e);
  }
}
