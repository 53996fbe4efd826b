package dev.synctrail.persistence.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.Episode;
import dev.synctrail.drift.Episode.End;
import dev.synctrail.drift.Episodes;
import dev.synctrail.drift.Placement.State;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Episodes of drift in the table {@code drift_episode}. */
@Dependent
@Transactional(SUPPORTS)
public class JdbcEpisodes implements Episodes {
  private static final String SAVE =
      """
      insert into drift_episode (id, platform, type_key, pushed, state, fields, last_known_good,
        first_seen, last_seen, live_checksum, live_size, live_etag, live_at, ended_at, ended,
        ended_by, actor, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set state = excluded.state, fields = excluded.fields,
        last_seen = excluded.last_seen, live_checksum = excluded.live_checksum,
        live_size = excluded.live_size, live_etag = excluded.live_etag,
        live_at = excluded.live_at, ended_at = excluded.ended_at, ended = excluded.ended,
        ended_by = excluded.ended_by, actor = excluded.actor, reason = excluded.reason""";

  private final Table table;

  @Inject
  public JdbcEpisodes(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public Optional<Episode> lasting(PlatformId platform, TypeKey typeKey) {
    return table
        .select(
            "select * from drift_episode where platform = ? and type_key = ? and ended_at is null",
            JdbcEpisodes::episode,
            platform.value(),
            typeKey.value())
        .stream()
        .findFirst();
  }

  @Override
  @Transactional(MANDATORY)
  public void save(Episode episode) {
    End end = episode.end();
    table.update(
        SAVE,
        episode.id(),
        episode.platform().value(),
        episode.typeKey().value(),
        episode.pushed().value(),
        episode.state().name(),
        episode.fields(),
        episode.lastKnownGood(),
        episode.firstSeen(),
        episode.lastSeen(),
        Columns.checksum(Columns.content(episode.live())),
        Columns.size(Columns.content(episode.live())),
        Columns.etag(episode.live()),
        Columns.at(episode.live()),
        episode.endedAt(),
        end == null ? null : end.name(),
        Columns.uuid(episode.endedBy()),
        episode.actor(),
        episode.reason());
  }

  @Override
  public List<Episode> list(
      @Nullable PlatformId platform,
      @Nullable TypeKey typeKey,
      @Nullable Boolean lasting,
      @Nullable UUID beside,
      boolean backwards,
      int limit) {
    return table.select(
        "select * from drift_episode where (cast(? as text) is null or platform = ?)"
            + " and (cast(? as text) is null or type_key = ?)"
            + " and (cast(? as boolean) is null or (ended_at is null) = ?)"
            + " and (cast(? as uuid) is null or id "
            + (backwards ? ">" : "<")
            + " ?) order by id "
            + (backwards ? "asc" : "desc")
            + " limit ?",
        JdbcEpisodes::episode,
        platform == null ? null : platform.value(),
        platform == null ? null : platform.value(),
        typeKey == null ? null : typeKey.value(),
        typeKey == null ? null : typeKey.value(),
        lasting,
        lasting,
        beside,
        beside,
        limit);
  }

  private static Episode episode(ResultSet row) throws SQLException {
    String ended = row.getString("ended");
    return new Episode(
        row.getObject("id", UUID.class),
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        new SyncId(row.getObject("pushed", UUID.class)),
        State.valueOf(row.getString("state")),
        Columns.texts(row, "fields"),
        Columns.instant(row, "last_known_good"),
        Columns.known(row, "first_seen"),
        Columns.known(row, "last_seen"),
        Columns.seen(row, "live"),
        Columns.instant(row, "ended_at"),
        ended == null ? null : End.valueOf(ended),
        Columns.sync(row, "ended_by"),
        row.getString("actor"),
        row.getString("reason"));
  }
}
