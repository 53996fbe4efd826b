package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
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

/** Stores deployed states in the table {@code deployed_state}. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcDeployedStates implements DeployedStates {
  private static final String SAVE =
      """
      insert into deployed_state (platform, type_key, state, pushed, wanted_checksum, wanted_size,
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
  public JdbcDeployedStates(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public Optional<DeployedState> lock(PlatformId platform, TypeKey typeKey) {
    table.select(
        "select pg_advisory_xact_lock(hashtextextended(?, hashtextextended(?, 0)))",
        row -> "",
        typeKey.value(),
        platform.value());
    return find(platform, typeKey);
  }

  @Override
  public Optional<DeployedState> find(PlatformId platform, TypeKey typeKey) {
    return first(
        "select * from deployed_state where platform = ? and type_key = ?",
        platform.value(),
        typeKey.value());
  }

  @Override
  public Optional<DeployedState> ofCheck(UUID check) {
    return first("select * from deployed_state where check_id = ?", check);
  }

  private Optional<DeployedState> first(String sql, Object... parameters) {
    return table.first(sql, JdbcDeployedStates::deployedState, parameters);
  }

  @Override
  @Transactional(MANDATORY)
  public void save(DeployedState deployedState) {
    table.update(
        SAVE,
        deployedState.platform().value(),
        deployedState.typeKey().value(),
        deployedState.state().name(),
        deployedState.pushed(),
        Columns.checksum(deployedState.wanted()),
        Columns.size(deployedState.wanted()),
        Columns.checksum(DriftColumns.content(deployedState.left())),
        Columns.size(DriftColumns.content(deployedState.left())),
        DriftColumns.etag(deployedState.left()),
        DriftColumns.at(deployedState.left()),
        deployedState.leftBy(),
        Columns.checksum(DriftColumns.content(deployedState.live())),
        Columns.size(DriftColumns.content(deployedState.live())),
        DriftColumns.etag(deployedState.live()),
        DriftColumns.at(deployedState.live()),
        deployedState.fields(),
        deployedState.checkedAt(),
        deployedState.check(),
        deployedState.doubts());
  }

  @Override
  @Transactional(MANDATORY)
  public void forget(DeployedState deployedState) {
    table.update(
        "delete from deployed_state where platform = ? and type_key = ? and pushed is null",
        deployedState.platform().value(),
        deployedState.typeKey().value());
  }

  @Override
  public Set<TypeKey> known(PlatformId platform) {
    return new HashSet<>(
        table.select(
            "select type_key from deployed_state where platform = ?",
            row -> new TypeKey(row.getString(1)),
            platform.value()));
  }

  @Override
  public Map<PlatformId, Map<State, Integer>> counts() {
    Map<PlatformId, Map<State, Integer>> counts = new HashMap<>();
    table.select(
        "select platform, state, count(*) from deployed_state group by platform, state",
        row ->
            counts
                .computeIfAbsent(
                    new PlatformId(row.getString(1)), platform -> new EnumMap<>(State.class))
                .put(State.valueOf(row.getString(2)), row.getInt(3)));
    return counts;
  }

  @Override
  public List<DeployedState> list(
      PlatformId platform,
      Collection<State> states,
      @Nullable TypeKey cursor,
      boolean backwards,
      int limit) {
    return table.select(
        "select * from deployed_state where platform = ? and (cardinality(cast(? as text[])) = 0 or state = any (cast(? as text[])))"
            + " and (cast(? as text) is null or type_key "
            + (backwards ? "<" : ">")
            + " ?) order by type_key "
            + (backwards ? "desc" : "asc")
            + " limit ?",
        JdbcDeployedStates::deployedState,
        platform.value(),
        names(states),
        names(states),
        cursor,
        cursor,
        limit);
  }

  private static List<String> names(Collection<State> states) {
    return states.stream().map(State::name).toList();
  }

  private static DeployedState deployedState(ResultSet row) throws SQLException {
    return new DeployedState(
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        State.valueOf(row.getString("state")),
        Columns.maybeSync(row, "pushed"),
        Columns.maybePayload(row, "wanted"),
        DriftColumns.observation(row, "left"),
        Columns.maybeConstant(row, "left_by", LeftBy.class),
        DriftColumns.observation(row, "live"),
        Columns.texts(row, "fields"),
        Columns.maybeInstant(row, "checked_at"),
        Columns.maybeId(row, "check_id"),
        row.getInt("doubts"));
  }
}
