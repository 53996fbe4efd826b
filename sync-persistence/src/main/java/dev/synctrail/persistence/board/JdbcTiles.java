package dev.synctrail.persistence.board;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;
import static java.util.Objects.requireNonNullElse;

import dev.synctrail.board.BoardFilter;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.LiveVersion;
import dev.synctrail.board.LiveVersion.Arrival;
import dev.synctrail.board.Tile;
import dev.synctrail.board.TileState;
import dev.synctrail.board.Tiles;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.tracking.PushFlagColumn;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the board. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcTiles implements Tiles {
  private final DataSource database;

  @Inject
  public JdbcTiles(DataSource database) {
    this.database = database;
  }

  @Override
  public List<BoardRow> rows(
      BoardFilter filter, @Nullable TypeKey cursor, boolean backwards, int limit) {
    return rows(BoardSelect.page(filter, cursor, backwards, limit));
  }

  @Override
  public Optional<BoardRow> row(TypeKey typeKey) {
    return rows(BoardSelect.type(typeKey)).stream().findFirst();
  }

  @Override
  public Map<TileState, Integer> counts(BoardFilter filter) {
    Map<TileState, Integer> counts = new EnumMap<>(TileState.class);
    BoardSelect.counts(filter)
        .all(
            database,
            row ->
                counts.put(Columns.constant(row, "state", TileState.class), row.getInt("tiles")));
    return counts;
  }

  private List<BoardRow> rows(Sql sql) {
    Map<TypeKey, BoardRow> heads = new LinkedHashMap<>();
    Map<TypeKey, List<Tile>> tiles = new LinkedHashMap<>();
    sql.all(
        database,
        row -> {
          BoardRow head = head(row);
          heads.putIfAbsent(head.typeKey(), head);
          return tiles.computeIfAbsent(head.typeKey(), typeKey -> new ArrayList<>()).add(tile(row));
        });
    return heads.values().stream()
        .map(
            head ->
                new BoardRow(
                    head.typeKey(),
                    head.newestVersion(),
                    head.newestAt(),
                    tiles.getOrDefault(head.typeKey(), List.of())))
        .toList();
  }

  private static BoardRow head(ResultSet row) throws SQLException {
    return new BoardRow(
        new TypeKey(row.getString("type_key")),
        new VersionId(row.getString("head_id")),
        Columns.instant(row, "head_at"),
        List.of());
  }

  private static Tile tile(ResultSet row) throws SQLException {
    TileState state = Columns.constant(row, "state", TileState.class);
    SyncId unlanded = Columns.maybeSync(row, "unlanded");
    SyncId pushed = Columns.maybeSync(row, "pushed");
    boolean isOfUnlanded =
        switch (state) {
          case CONFLICT, FAILED, PENDING -> unlanded != null;
          case DRIFTED, PINNED, BEHIND, IN_SYNC, NEVER_PUSHED -> false;
        };
    return new Tile(
        new PlatformId(row.getString("platform")),
        state,
        since(state, row),
        live(row),
        Columns.maybeConstant(row, "drift_state", DeployedState.State.class),
        Columns.maybeId(row, "check_id") != null,
        Columns.maybeInstant(row, "checked_at"),
        isOfUnlanded ? unlanded : pushed,
        Columns.maybeSync(row, "conflict"),
        state == TileState.PINNED
            ? row.getString("pin_reason")
            : isOfUnlanded ? row.getString("error_message") : null);
  }

  private static @Nullable Instant since(TileState state, ResultSet row) throws SQLException {
    return switch (state) {
      case CONFLICT -> Columns.maybeInstant(row, "found_at");
      case FAILED -> unlandedAt(row);
      case PENDING -> Columns.maybeSync(row, "unlanded") == null ? pushedAt(row) : unlandedAt(row);
      case DRIFTED -> Columns.maybeInstant(row, "first_seen");
      case PINNED -> Columns.maybeInstant(row, "pinned_at");
      case BEHIND -> {
        Instant newest = Columns.instant(row, "head_at");
        Instant pushed = requireNonNullElse(pushedAt(row), newest);
        yield newest.isAfter(pushed) ? newest : pushed;
      }
      case IN_SYNC -> pushedAt(row);
      case NEVER_PUSHED -> null;
    };
  }

  /** The id of a push holds the time of its request, also when its record was purged. */
  private static @Nullable Instant unlandedAt(ResultSet row) throws SQLException {
    return orBegun(Columns.maybeInstant(row, "unlanded_at"), Columns.maybeSync(row, "unlanded"));
  }

  private static @Nullable Instant pushedAt(ResultSet row) throws SQLException {
    return orBegun(Columns.maybeInstant(row, "pushed_at"), Columns.maybeSync(row, "pushed"));
  }

  private static @Nullable Instant orBegun(@Nullable Instant at, @Nullable SyncId sync) {
    return at == null && sync != null ? sync.startedAt() : at;
  }

  private static @Nullable LiveVersion live(ResultSet row) throws SQLException {
    DeployedState.State state =
        Columns.maybeConstant(row, "drift_state", DeployedState.State.class);
    if (state == null) {
      return null;
    }
    boolean isThere = row.getBoolean("is_there");
    return switch (state) {
      case PENDING, IN_SYNC, ALTERED -> row.getBoolean("is_wanted") ? pushed(row) : null;
      case ACCEPTED ->
          isThere
              ? new LiveVersion(
                  sameVersion(row),
                  Arrival.ADOPTION,
                  Columns.maybeInstant(row, "left_at"),
                  row.getString("kept_by"),
                  row.getString("kept_reason"),
                  null,
                  null)
              : null;
      case MODIFIED -> others(row, Columns.maybeInstant(row, "first_seen"));
      case UNTRACKED -> isThere ? others(row, Columns.maybeInstant(row, "live_at")) : null;
      case MISSING -> null;
    };
  }

  private static LiveVersion pushed(ResultSet row) throws SQLException {
    String version = row.getString("pushed_version");
    boolean isRollback = PushFlagColumn.of(row.getString("manners")).contains(PushFlag.EXACTLY);
    boolean wroteNothing = Operation.NONE.name().equals(row.getString("operation"));
    return new LiveVersion(
        version == null ? sameVersion(row) : new VersionId(version),
        isRollback ? Arrival.ROLLBACK : wroteNothing ? Arrival.ADOPTION : Arrival.DEPLOYMENT,
        pushedAt(row),
        row.getString("actor"),
        row.getString("reason"),
        Columns.maybeSync(row, "pushed"),
        Columns.maybeRun(row, "run_id"));
  }

  /** What others put there is adopted when it was pulled, that is, when a version has its bytes. */
  private static LiveVersion others(ResultSet row, @Nullable Instant since) throws SQLException {
    VersionId version = sameVersion(row);
    return new LiveVersion(
        version,
        version == null ? Arrival.CHANGE_BY_OTHERS : Arrival.ADOPTION,
        since,
        version == null ? null : row.getString("same_author"),
        null,
        null,
        null);
  }

  private static @Nullable VersionId sameVersion(ResultSet row) throws SQLException {
    String version = row.getString("same_version");
    return version == null ? null : new VersionId(version);
  }
}
