package dev.synctrail.persistence.access;

import static jakarta.transaction.Transactional.TxType.REQUIRED;
import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.access.AccessLog;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Stores the access log in the append-only table {@code access_log}. Denied requests without a
 * known user are stored in {@code refusal}: they are counted per address and minute, and deleted
 * when they are old.
 */
@Dependent
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
      insert into refusal as r (address, minute, at, last_at, times, method, target)
      values (?, date_trunc('minute', cast(? as timestamptz)), ?, ?, 1, ?, ?)
      on conflict (address, minute) do update
      set times = r.times + 1, last_at = greatest(r.last_at, excluded.last_at)""";
  private static final String DELETE_EXPIRED = "delete from refusal where minute < ?";

  /** Combines both tables in one list; each is read by its own key. */
  private static final String SELECT_BOTH =
      """
      select number, at, kind, actor, proof, needed, method, target, address, details from (
        select number, at, kind, actor, proof, needed, method, target, address, details
        from access_log
        union all
        select number, at, 'DENIED', null, null, null, method, target, address,
          case when times > 1 then json_build_object('times', times, 'lastAt',
            to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text end
        from refusal) both_logs
      where true""";

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
      throw failed("append to", e);
    }
  }

  @Override
  @Transactional(REQUIRES_NEW)
  public void recordAccess(AccessRecord record) {
    try (Connection connection = database.getConnection()) {
      commitLazily(connection);
      if (record.kind() == AccessRecord.Kind.DENIED && record.actor() == null) {
        countDenial(connection, record);
      } else {
        insert(connection, record);
      }
    } catch (SQLException e) {
      throw failed("append to", e);
    }
  }

  private static void insert(Connection connection, AccessRecord record) throws SQLException {
    try (PreparedStatement insert =
        prepared(
            connection,
            INSERT,
            utc(record.at()),
            record.kind().name(),
            record.actor(),
            name(record.proof()),
            name(record.right()),
            record.method(),
            record.target(),
            record.address(),
            record.details())) {
      insert.executeUpdate();
    }
  }

  private static void countDenial(Connection connection, AccessRecord record) throws SQLException {
    try (PreparedStatement upsert =
        prepared(
            connection,
            COUNT_DENIAL,
            record.address(),
            utc(record.at()),
            utc(record.at()),
            utc(record.at()),
            record.method(),
            record.target())) {
      upsert.executeUpdate();
    }
  }

  @Override
  @Transactional(REQUIRES_NEW)
  public int deleteExpiredDenials(Instant now) {
    try (Connection connection = database.getConnection();
        PreparedStatement delete =
            prepared(connection, DELETE_EXPIRED, utc(now.minus(denialRetention)))) {
      return delete.executeUpdate();
    } catch (SQLException e) {
      throw failed("cleaned up", e);
    }
  }

  /** Affects only this transaction, which writes nothing else. */
  private static void commitLazily(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("set local synchronous_commit = off");
    }
  }

  @Override
  public List<AccessRecord> page(
      Filter filter, @Nullable Long cursor, boolean backwards, int limit) {
    StringBuilder sql = new StringBuilder(SELECT_BOTH);
    List<@Nullable Object> values = new ArrayList<>();
    addFilter(sql, values, filter);
    addCondition(sql, values, backwards ? " and number > ?" : " and number < ?", cursor);
    sql.append(" order by number ").append(backwards ? "asc" : "desc").append(" limit ?");
    values.add(limit);
    try (Connection connection = database.getConnection();
        PreparedStatement select = prepared(connection, sql.toString(), values.toArray());
        ResultSet rows = select.executeQuery()) {
      List<AccessRecord> page = new ArrayList<>();
      while (rows.next()) {
        page.add(record(rows));
      }
      return page;
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  @Override
  public long count(Filter filter) {
    StringBuilder sql = new StringBuilder("select count(*) from (" + SELECT_BOTH);
    List<@Nullable Object> values = new ArrayList<>();
    addFilter(sql, values, filter);
    sql.append(") filtered");
    try (Connection connection = database.getConnection();
        PreparedStatement select = prepared(connection, sql.toString(), values.toArray());
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  private static void addFilter(StringBuilder sql, List<@Nullable Object> values, Filter filter) {
    addCondition(sql, values, " and actor = ?", filter.actor());
    addCondition(sql, values, " and kind = ?", name(filter.kind()));
    addCondition(sql, values, " and needed = ?", name(filter.right()));
    addCondition(sql, values, " and at >= ?", filter.from() == null ? null : utc(filter.from()));
    addCondition(sql, values, " and at < ?", filter.until() == null ? null : utc(filter.until()));
  }

  private static void addCondition(
      StringBuilder sql, List<@Nullable Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  private static AccessRecord record(ResultSet row) throws SQLException {
    String proof = row.getString("proof");
    String needed = row.getString("needed");
    return new AccessRecord(
        row.getLong("number"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        AccessRecord.Kind.valueOf(row.getString("kind")),
        row.getString("actor"),
        proof == null ? null : Caller.Proof.valueOf(proof),
        needed == null ? null : Right.valueOf(needed),
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
      try (PreparedStatement upsert =
          prepared(connection, RECORD_USE, actor, proof.name(), right.name(), utc(at))) {
        upsert.executeUpdate();
      }
    } catch (SQLException e) {
      throw failed("record the use of a right in", e);
    }
  }

  @Override
  public List<Use> uses() {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            prepared(
                connection,
                "select actor, proof, needed, last_at from right_use order by 1, 2, 3");
        ResultSet rows = select.executeQuery()) {
      List<Use> uses = new ArrayList<>();
      while (rows.next()) {
        uses.add(
            new Use(
                rows.getString(1),
                Caller.Proof.valueOf(rows.getString(2)),
                Right.valueOf(rows.getString(3)),
                rows.getObject(4, OffsetDateTime.class).toInstant()));
      }
      return uses;
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static PersistenceException failed(String action, SQLException e) {
    return new PersistenceException("Cannot " + action + " the access log", e);
  }
}
