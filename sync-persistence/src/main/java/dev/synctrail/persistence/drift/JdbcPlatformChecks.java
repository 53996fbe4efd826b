package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.drift.PlatformCheck;
import dev.synctrail.drift.PlatformChecks;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
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
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores platform checks in the tables {@code platform_check} and {@code platform_check_read}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcPlatformChecks implements PlatformChecks {
  private static final String SELECT =
      "select c.*,"
          + " array(select k.name from platform_check_skip k where k.platform_check = c.id order by k.number)"
          + " as skipped_names,"
          + " array(select k.reason from platform_check_skip k where k.platform_check = c.id order by k.number)"
          + " as skipped_reasons from platform_check c";

  private final Table table;

  @Inject
  public JdbcPlatformChecks(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public void add(PlatformCheck platformCheck) {
    table.update(
        "insert into platform_check (id, platform, actor, reason, created_at) values (?, ?, ?, ?, ?)",
        platformCheck.id(),
        platformCheck.platform().value(),
        platformCheck.actor(),
        platformCheck.reason(),
        platformCheck.createdAt());
  }

  @Override
  public Optional<PlatformCheck> find(UUID id) {
    return first(SELECT + " where id = ?", id);
  }

  @Override
  public Optional<PlatformCheck> open(PlatformId platform) {
    return first(SELECT + " where platform = ? and completed_at is null", platform.value());
  }

  private Optional<PlatformCheck> first(String sql, Object parameter) {
    return table.first(sql, JdbcPlatformChecks::platformCheck, parameter);
  }

  @Override
  @Transactional(MANDATORY)
  public void begun(
      UUID id, Collection<UUID> checks, List<TypeListing.Skipped> skipped, Instant at) {
    table.update(
        "insert into platform_check_skip (platform_check, number, name, reason)"
            + " select ?, number, name, reason from unnest(cast(? as text[]), cast(? as text[]))"
            + " with ordinality as skipped (name, reason, number)",
        id,
        skipped.stream().map(TypeListing.Skipped::name).toList(),
        skipped.stream().map(TypeListing.Skipped::reason).toList());
    table.update(
        "insert into platform_check_read (read_back, platform_check) select cast(unnest(?) as uuid), ?",
        checks.stream().map(UUID::toString).toList(),
        id);
    table.update(
        "update platform_check set total = ?, completed_at = ? where id = ?",
        checks.size(),
        checks.isEmpty() ? at : null,
        id);
  }

  @Override
  @Transactional(MANDATORY)
  public void failed(UUID id, String errorMessage, Instant at) {
    table.update(
        "update platform_check set error_message = ?, completed_at = ? where id = ?",
        errorMessage,
        at,
        id);
  }

  @Override
  @Transactional(MANDATORY)
  public void checked(UUID check, Instant at) {
    table.update(
        "with gone as (delete from platform_check_read where read_back = ? returning platform_check)"
            + " update platform_check c set checked = checked + 1,"
            + " completed_at = case when checked + 1 >= total then cast(? as timestamptz) end"
            + " from gone where c.id = gone.platform_check",
        check,
        at);
  }

  @Override
  public List<PlatformCheck> list(
      @Nullable PlatformId platform, @Nullable UUID cursor, boolean backwards, int limit) {
    return table.select(
        SELECT
            + " where (cast(? as text) is null or platform = ?)"
            + " and (cast(? as uuid) is null or id "
            + (backwards ? ">" : "<")
            + " ?) order by id "
            + (backwards ? "asc" : "desc")
            + " limit ?",
        JdbcPlatformChecks::platformCheck,
        platform,
        platform,
        cursor,
        cursor,
        limit);
  }

  private static PlatformCheck platformCheck(ResultSet row) throws SQLException {
    return new PlatformCheck(
        Columns.id(row, "id"),
        new PlatformId(row.getString("platform")),
        row.getString("actor"),
        row.getString("reason"),
        Columns.instant(row, "created_at"),
        row.getObject("total", Integer.class),
        row.getInt("checked"),
        Columns.maybeInstant(row, "completed_at"),
        row.getString("error_message"),
        skipped(Columns.texts(row, "skipped_names"), Columns.texts(row, "skipped_reasons")));
  }

  private static List<TypeListing.Skipped> skipped(List<String> names, List<String> reasons) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> new TypeListing.Skipped(names.get(i), reasons.get(i)))
        .toList();
  }
}
