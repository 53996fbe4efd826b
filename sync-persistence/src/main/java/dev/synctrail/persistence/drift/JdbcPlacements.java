package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.Placement;
import dev.synctrail.drift.Placement.State;
import dev.synctrail.drift.Placements;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Placements in the table {@code placement}. */
@Dependent
@Transactional(SUPPORTS)
public class JdbcPlacements implements Placements {
  private static final String SAVE =
      """
      insert into placement (platform, type_key, state, pushed, wanted_checksum, wanted_size,
        left_checksum, left_size, left_etag, left_at, left_by, live_checksum, live_size, live_etag,
        live_at, fields, checked_at, check_id, doubts)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (platform, type_key) do update set state = excluded.state,
        pushed = excluded.pushed, wanted_checksum = excluded.wanted_checksum,
        wanted_size = excluded.wanted_size, left_checksum = excluded.left_checksum,
        left_size = excluded.left_size, left_etag = excluded.left_etag,
        left_at = excluded.left_at, left_by = excluded.left_by, live_checksum = excluded.live_checksum,
        live_size = excluded.live_size, live_etag = excluded.live_etag,
        live_at = excluded.live_at, fields = excluded.fields, checked_at = excluded.checked_at,
        check_id = excluded.check_id, doubts = excluded.doubts""";

  private final Table table;

  @Inject
  public JdbcPlacements(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public Optional<Placement> lock(PlatformId platform, TypeKey typeKey) {
    table.select(
        "select pg_advisory_xact_lock(hashtextextended(?, hashtextextended(?, 0)))",
        row -> "",
        typeKey.value(),
        platform.value());
    return find(platform, typeKey);
  }

  @Override
  public Optional<Placement> find(PlatformId platform, TypeKey typeKey) {
    return first(
        "select * from placement where platform = ? and type_key = ?",
        platform.value(),
        typeKey.value());
  }

  @Override
  public Optional<Placement> lookedAtBy(UUID check) {
    return first("select * from placement where check_id = ?", check);
  }

  private Optional<Placement> first(String sql, Object... parameters) {
    return table.select(sql, JdbcPlacements::placement, parameters).stream().findFirst();
  }

  @Override
  @Transactional(MANDATORY)
  public void save(Placement of) {
    table.update(
        SAVE,
        of.platform().value(),
        of.typeKey().value(),
        of.state().name(),
        Columns.uuid(of.pushed()),
        Columns.checksum(of.wanted()),
        Columns.size(of.wanted()),
        Columns.checksum(Columns.content(of.left())),
        Columns.size(Columns.content(of.left())),
        Columns.etag(of.left()),
        Columns.at(of.left()),
        Columns.name(of.leftBy()),
        Columns.checksum(Columns.content(of.live())),
        Columns.size(Columns.content(of.live())),
        Columns.etag(of.live()),
        Columns.at(of.live()),
        of.fields(),
        of.checkedAt(),
        of.check(),
        of.doubts());
  }

  @Override
  @Transactional(MANDATORY)
  public void forget(Placement placement) {
    table.update(
        "delete from placement where platform = ? and type_key = ? and pushed is null",
        placement.platform().value(),
        placement.typeKey().value());
  }

  @Override
  public Set<TypeKey> known(PlatformId platform) {
    return new HashSet<>(
        table.select(
            "select type_key from placement where platform = ?",
            row -> new TypeKey(row.getString(1)),
            platform.value()));
  }

  @Override
  public Map<PlatformId, Map<State, Integer>> counts() {
    Map<PlatformId, Map<State, Integer>> counts = new HashMap<>();
    table.select(
        "select platform, state, count(*) from placement group by platform, state",
        row ->
            counts
                .computeIfAbsent(
                    new PlatformId(row.getString(1)), platform -> new EnumMap<>(State.class))
                .put(State.valueOf(row.getString(2)), row.getInt(3)));
    return counts;
  }

  @Override
  public List<Placement> list(
      PlatformId platform,
      Collection<State> states,
      @Nullable TypeKey beside,
      boolean backwards,
      int limit) {
    return table.select(
        "select * from placement where platform = ? and (cardinality(cast(? as text[])) = 0 or state = any (cast(? as text[])))"
            + " and (cast(? as text) is null or type_key "
            + (backwards ? "<" : ">")
            + " ?) order by type_key "
            + (backwards ? "desc" : "asc")
            + " limit ?",
        JdbcPlacements::placement,
        platform.value(),
        names(states),
        names(states),
        beside == null ? null : beside.value(),
        beside == null ? null : beside.value(),
        limit);
  }

  private static List<String> names(Collection<State> states) {
    return states.stream().map(State::name).toList();
  }

  private static Placement placement(ResultSet row) throws SQLException {
    return new Placement(
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        State.valueOf(row.getString("state")),
        Columns.sync(row, "pushed"),
        Columns.evidence(row, "wanted"),
        Columns.seen(row, "left"),
        Columns.leftBy(row, "left_by"),
        Columns.seen(row, "live"),
        Columns.texts(row, "fields"),
        Columns.instant(row, "checked_at"),
        Columns.uuid(row, "check_id"),
        row.getInt("doubts"));
  }
}
