package dev.synctrail.persistence.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.board.BoardFilter;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.LiveVersion;
import dev.synctrail.board.LiveVersion.Arrival;
import dev.synctrail.board.Tile;
import dev.synctrail.board.TileState;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcTilesIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final PlatformId EAST = new PlatformId("east");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final JdbcTiles tiles = new JdbcTiles(database.dataSource());

  @BeforeAll
  static void add_platforms() {
    sql(
        "insert into platform (id, revision, removed) values (?, 1, false), (?, 1, false)",
        CMS,
        EAST);
    sql("insert into platform (id, revision, removed) values ('gone', 1, true)");
  }

  @Test
  void the_first_state_that_applies_is_shown() {
    Scene type = new Scene("Precedence");
    VersionId one = type.stored("one", 0);
    assertThat(type.tile().state()).isEqualTo(TileState.NEVER_PUSHED);
    assertThat(type.tile().live()).isNull();
    assertThat(type.tile().since()).isNull();

    SyncId first = type.pushed(one, 1);
    assertThat(type.tile().state()).isEqualTo(TileState.PENDING);
    type.readBack("IN_SYNC");
    assertThat(type.tile().state()).isEqualTo(TileState.IN_SYNC);
    assertThat(type.tile().since()).isEqualTo(at(1));

    type.stored("two", 2);
    assertThat(type.tile().state()).isEqualTo(TileState.BEHIND);
    assertThat(type.tile().since()).isEqualTo(at(2));

    type.pinned(first, "broke the site", 3);
    assertThat(type.tile().state()).isEqualTo(TileState.PINNED);
    assertThat(type.tile().since()).isEqualTo(at(3));
    assertThat(type.tile().reason()).isEqualTo("broke the site");

    type.drifted("MODIFIED", null, 4);
    assertThat(type.tile().state()).isEqualTo(TileState.DRIFTED);
    assertThat(type.tile().since()).isEqualTo(at(4));

    SyncId open = type.begun(one, 5);
    assertThat(type.tile().state()).isEqualTo(TileState.PENDING);
    assertThat(type.tile().syncId()).isEqualTo(open);

    type.ended(open, "FAILED", "REJECTED", 6);
    assertThat(type.tile().state()).isEqualTo(TileState.FAILED);
    assertThat(type.tile().since()).isEqualTo(at(6));
    assertThat(type.tile().syncId()).isEqualTo(open);
    assertThat(type.tile().reason()).isEqualTo("said no");

    SyncId met = type.failed(one, 7);
    type.conflict(met, 8);
    assertThat(type.tile().state()).isEqualTo(TileState.CONFLICT);
    assertThat(type.tile().conflictId()).isEqualTo(met);
    assertThat(type.tile().since()).isEqualTo(at(8));
    assertThat(type.tile(EAST).state()).isEqualTo(TileState.NEVER_PUSHED);
  }

  @Test
  void a_failure_is_over_when_a_later_push_is_open_or_has_landed() {
    Scene type = new Scene("Failures");
    VersionId one = type.stored("one", 0);
    type.failed(one, 1);
    assertThat(type.tile().state()).isEqualTo(TileState.FAILED);

    SyncId cancelled = type.begun(one, 2);
    assertThat(type.tile().state()).isEqualTo(TileState.PENDING);
    type.ended(cancelled, "FAILED", "CANCELLED", 3);
    assertThat(type.tile().state()).isEqualTo(TileState.FAILED);

    SyncId lost = type.begun(one, 4);
    type.ended(lost, "UNKNOWN", null, 5);
    assertThat(type.tile().state()).isEqualTo(TileState.PENDING);
    type.ended(lost, "SUCCESS", null, 6);
    assertThat(type.tile().state()).isEqualTo(TileState.NEVER_PUSHED);
    type.landed(lost, one, 6);
    type.readBack("IN_SYNC");
    assertThat(type.tile().state()).isEqualTo(TileState.IN_SYNC);
  }

  @Test
  void a_failure_that_is_imported_after_a_later_push_is_over() {
    Scene type = new Scene("Imported");
    VersionId one = type.stored("one", 0);
    type.pushed(one, 2);
    type.readBack("IN_SYNC");

    type.failed(one, 1);
    assertThat(type.tile().state()).isEqualTo(TileState.IN_SYNC);

    type.failed(one, 3);
    assertThat(type.tile().state()).isEqualTo(TileState.FAILED);
  }

  @Test
  void only_the_last_failure_of_a_type_is_kept() {
    Scene type = new Scene("Nightly");
    VersionId one = type.stored("one", 0);
    List<SyncId> nights = new ArrayList<>();
    for (int night = 1; night <= 3; night++) {
      SyncId push = type.begun(one, night);
      type.ended(push, "FAILED", "REJECTED", night);
      nights.add(push);
    }
    nights.add(type.begun(one, 4));

    assertThat(type.unlandedPushes()).isEqualTo(nights.subList(2, 4));
  }

  @Test
  void an_imported_failure_that_is_older_than_a_recorded_one_is_not_kept() {
    Scene type = new Scene("Restored");
    VersionId one = type.stored("one", 0);
    SyncId last = type.failed(one, 2);
    type.failed(one, 1);

    assertThat(type.unlandedPushes()).containsExactly(last);
  }

  @Test
  void dry_runs_pulls_and_pushes_of_others_do_not_count() {
    Scene type = new Scene("Others");
    VersionId one = type.stored("one", 0);
    type.sync(one, "FAILED", 1, "PUSH", "ENGINE", true, null, "UPDATE");
    type.sync(one, "FAILED", 2, "PULL", "ENGINE", false, null, "NONE");
    type.sync(one, "FAILED", 3, "PUSH", "OUTSIDE", false, null, "UPDATE");

    assertThat(type.tile().state()).isEqualTo(TileState.NEVER_PUSHED);
  }

  @Test
  void a_decided_conflict_is_not_a_failure() {
    Scene type = new Scene("Decided");
    VersionId one = type.stored("one", 0);
    type.pushed(one, 1);
    type.stored("two", 2);
    SyncId met = type.failed(one, 3);
    type.conflict(met, 4);
    sql(
        "update conflict set resolution = 'KEEP_THEIRS', resolved_at = ?, actor = 'ann',"
            + " reason = 'theirs is right' where sync_id = ?",
        at(5),
        met);
    sql(
        "update deployed_state set state = 'ACCEPTED', left_by = 'PERSON', left_at = ?,"
            + " live_checksum = sha256('theirs'), live_size = 6 where type_key = 'Decided'",
        at(5));

    Tile tile = type.tile();
    assertThat(tile.state()).isEqualTo(TileState.BEHIND);
    assertThat(tile.live())
        .isEqualTo(
            new LiveVersion(null, Arrival.ADOPTION, at(5), "ann", "theirs is right", null, null));
  }

  @Test
  void a_rollback_belongs_to_the_version_that_it_restored() {
    Scene type = new Scene("RolledBack");
    VersionId one = type.stored("one", 0);
    type.pushed(one, 1);
    VersionId two = type.stored("two", 2);
    type.pushed(two, 3);
    RunId run = new RunId(UUID.randomUUID());
    SyncId back = type.sync(one, "SUCCESS", 4, "PUSH", "ENGINE", false, "EXACTLY", "UPDATE", run);
    type.landed(back, one, 4);
    type.readBack("ALTERED");
    type.pinned(back, "broke the site", 4);

    Tile tile = type.tile();
    assertThat(tile.state()).isEqualTo(TileState.PINNED);
    assertThat(tile.live())
        .isEqualTo(new LiveVersion(one, Arrival.ROLLBACK, at(4), "bob", "because", back, run));
    assertThat(type.row().newestVersion()).isEqualTo(two);
  }

  @Test
  void what_others_put_there_is_adopted_when_a_version_has_its_bytes() {
    Scene type = new Scene("Adopted");
    VersionId one = type.stored("one", 0);
    type.untracked("foreign", 1);
    assertThat(type.live().arrival()).isEqualTo(Arrival.CHANGE_BY_OTHERS);
    assertThat(type.live().versionId()).isNull();

    type.untracked("one", 1);
    assertThat(type.live().arrival()).isEqualTo(Arrival.ADOPTION);
    assertThat(type.live().versionId()).isEqualTo(one);
    assertThat(type.tile().state()).isEqualTo(TileState.NEVER_PUSHED);

    SyncId found = type.sync(one, "SUCCESS", 2, "PUSH", "ENGINE", false, null, "NONE");
    type.landed(found, one, 2);
    type.readBack("IN_SYNC");
    assertThat(type.live().arrival()).isEqualTo(Arrival.ADOPTION);
    assertThat(type.live().syncId()).isEqualTo(found);

    VersionId two = type.stored("two", 3);
    type.drifted("MODIFIED", "two", 4);
    assertThat(type.live().versionId()).isEqualTo(two);
    assertThat(type.live().since()).isEqualTo(at(4));
  }

  @Test
  void a_removed_type_is_not_live() {
    Scene type = new Scene("Removed");
    VersionId one = type.stored("one", 0);
    SyncId removal = type.sync(one, "SUCCESS", 1, "PUSH", "ENGINE", false, "REMOVAL", "DELETE");
    type.landed(removal, one, 1);
    sql(
        "update deployed_state set state = 'IN_SYNC', wanted_checksum = null, wanted_size = null"
            + " where type_key = 'Removed'");

    assertThat(type.tile().live()).isNull();
    assertThat(type.tile().state()).isEqualTo(TileState.BEHIND);

    type.pushed(one, 2);
    type.drifted("MISSING", null, 3);
    assertThat(type.tile().live()).isNull();
    assertThat(type.tile().state()).isEqualTo(TileState.DRIFTED);
  }

  @Test
  void the_live_version_is_known_without_the_record_of_its_push() {
    Scene type = new Scene("Purged");
    VersionId one = type.stored("one", 0);
    SyncId push = type.pushed(one, 1);
    type.readBack("IN_SYNC");
    sql("delete from sync where id = ?", push);

    assertThat(type.tile().state()).isEqualTo(TileState.IN_SYNC);
    assertThat(type.live().versionId()).isEqualTo(one);
    assertThat(type.live().since()).isEqualTo(at(1));
  }

  @Test
  void pages_filters_and_counts_agree() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Scene type = new Scene("Listed" + i);
      VersionId one = type.stored("one", 0);
      if (i % 3 == 0) {
        type.pushed(one, 1);
        type.readBack("IN_SYNC");
      } else if (i % 3 == 1) {
        type.failed(one, 1);
      }
      keys.add("Listed" + i);
    }
    BoardFilter all = new BoardFilter("lISTED", Set.of(), null);
    BoardFilter failed = new BoardFilter("listed", Set.of(TileState.FAILED), null);

    assertThat(tiles.counts(all))
        .isEqualTo(Map.of(TileState.IN_SYNC, 3, TileState.FAILED, 3, TileState.NEVER_PUSHED, 12));
    assertThat(tiles.counts(all.on(CMS)))
        .isEqualTo(Map.of(TileState.IN_SYNC, 3, TileState.FAILED, 3, TileState.NEVER_PUSHED, 3));
    assertThat(names(tiles.rows(all, null, false, 99))).isEqualTo(keys);
    assertThat(tiles.rows(all, null, false, 99)).allMatch(row -> row.tiles().size() == 2);
    assertThat(tiles.rows(failed, null, false, 99))
        .hasSize(3)
        .allMatch(row -> row.tiles().size() == 1);
    assertThat(names(tiles.rows(failed, new TypeKey("Listed1"), false, 1)))
        .containsExactly("Listed4");
    assertThat(names(tiles.rows(all, new TypeKey("Listed3"), true, 2)))
        .containsExactly("Listed2", "Listed1");
    assertThat(names(tiles.rows(failed.on(EAST), null, false, 9))).isEmpty();
    assertThat(tiles.rows(new BoardFilter("listed_", Set.of(), null), null, false, 9)).isEmpty();
    assertThat(tiles.row(new TypeKey("Unknown"))).isEmpty();
  }

  private static List<String> names(List<BoardRow> rows) {
    return rows.stream().map(row -> row.typeKey().value()).toList();
  }

  private static Instant at(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private static void sql(String statement, @Nullable Object... values) {
    new Sql(statement, values).update(database.dataSource());
  }

  /** A type whose facts are stored one after the other on the platform {@link #CMS}. */
  private final class Scene {
    private final TypeKey typeKey;

    Scene(String typeKey) {
      this.typeKey = new TypeKey(typeKey);
    }

    BoardRow row() {
      return tiles.row(typeKey).orElseThrow();
    }

    Tile tile() {
      return tile(CMS);
    }

    Tile tile(PlatformId platform) {
      return Stream.of(row())
          .flatMap(row -> row.tiles().stream())
          .filter(tile -> tile.platform().equals(platform))
          .findFirst()
          .orElseThrow();
    }

    List<SyncId> unlandedPushes() {
      return new Sql("select sync_id from unlanded_push where type_key = ? order by 1", typeKey)
          .all(database.dataSource(), row -> new SyncId(row.getObject(1, UUID.class)));
    }

    LiveVersion live() {
      return Objects.requireNonNull(tile().live());
    }

    VersionId stored(String content, int minute) {
      String id = (typeKey.value() + content).hashCode() + "";
      sql(
          "insert into version (id, type_key, content_hash, content, source, author, parents,"
              + " created_at) values (encode(sha256(convert_to(?, 'UTF8')), 'hex'), ?,"
              + " encode(sha256(convert_to('hash of ' || ?, 'UTF8')), 'hex'),"
              + " encode(sha256(convert_to(?, 'UTF8')), 'hex'), 'UI', 'ann', '', ?)",
          id,
          typeKey,
          content,
          content,
          at(minute));
      sql(
          "insert into content_type (type_key, head_id)"
              + " values (?, encode(sha256(convert_to(?, 'UTF8')), 'hex'))"
              + " on conflict (type_key) do update set head_id = excluded.head_id",
          typeKey,
          id);
      return new Sql("select head_id from content_type where type_key = ?", typeKey)
          .first(database.dataSource(), row -> new VersionId(row.getString(1)))
          .orElseThrow();
    }

    SyncId begun(VersionId version, int minute) {
      return sync(version, "IN_PROGRESS", minute, "PUSH", "ENGINE", false, null, "UPDATE");
    }

    SyncId failed(VersionId version, int minute) {
      return sync(version, "FAILED", minute, "PUSH", "ENGINE", false, null, "UPDATE");
    }

    SyncId pushed(VersionId version, int minute) {
      SyncId sync = sync(version, "SUCCESS", minute, "PUSH", "ENGINE", false, null, "UPDATE");
      landed(sync, version, minute);
      return sync;
    }

    SyncId sync(
        VersionId version,
        String status,
        int minute,
        String direction,
        String recorder,
        boolean dryRun,
        @Nullable String manners,
        String operation) {
      return sync(version, status, minute, direction, recorder, dryRun, manners, operation, null);
    }

    SyncId sync(
        VersionId version,
        String status,
        int minute,
        String direction,
        String recorder,
        boolean dryRun,
        @Nullable String manners,
        String operation,
        @Nullable RunId run) {
      SyncId id = SyncId.at(at(minute));
      boolean isFinal = !status.equals("IN_PROGRESS");
      sql(
          "insert into sync (id, type_key, version_id, version_hash, platform, direction, operation,"
              + " status, recorder, run_id, actor, reason, dry_run, ignore_data_loss, manners,"
              + " started_at, completed_at, created_at, failure_class, error_message, retry_count)"
              + " select ?, ?, decode(v.id, 'hex'), decode(v.content_hash, 'hex'), ?, ?, ?, ?, ?, ?,"
              + " 'bob', 'because', ?, false, ?, ?, cast(? as timestamptz), ?, ?, ?, 0"
              + " from version v where v.id = ?",
          id,
          typeKey,
          CMS,
          direction,
          operation,
          status,
          recorder,
          run,
          dryRun,
          manners,
          at(minute),
          isFinal ? at(minute) : null,
          at(minute),
          status.equals("FAILED") ? "REJECTED" : null,
          status.equals("FAILED") ? "said no" : null,
          version.hex());
      return id;
    }

    void ended(SyncId sync, String status, @Nullable String failureClass, int minute) {
      boolean isFinal = !status.equals("UNKNOWN");
      sql(
          "update sync set status = ?, failure_class = ?, error_message = ?,"
              + " completed_at = cast(? as timestamptz) where id = ?",
          status,
          failureClass,
          failureClass == null ? null : "said no",
          isFinal ? at(minute) : null,
          sync);
    }

    void landed(SyncId sync, VersionId version, int minute) {
      sql(
          "insert into deployed_state (platform, type_key, state, pushed, wanted_checksum,"
              + " wanted_size, fields) select ?, ?, 'PENDING', ?, decode(v.content, 'hex'), 1, '{}'"
              + " from version v where v.id = ? on conflict (platform, type_key) do update set"
              + " state = excluded.state, pushed = excluded.pushed,"
              + " wanted_checksum = excluded.wanted_checksum, wanted_size = 1",
          CMS,
          typeKey,
          sync,
          version.hex());
      sql(
          "update drift_incident set ended_at = ?, ended = 'PUSHED' where type_key = ?"
              + " and ended_at is null",
          at(minute),
          typeKey);
    }

    void readBack(String state) {
      sql(
          "update deployed_state set state = ?, live_checksum = wanted_checksum, live_size = 1,"
              + " live_at = ? where type_key = ?",
          state,
          at(1),
          typeKey);
    }

    void untracked(String content, int minute) {
      sql(
          "insert into deployed_state (platform, type_key, state, live_checksum, live_size, live_at,"
              + " fields) values (?, ?, 'UNTRACKED', sha256(convert_to(?, 'UTF8')), 1, ?, '{}')"
              + " on conflict (platform, type_key) do update set"
              + " live_checksum = excluded.live_checksum",
          CMS,
          typeKey,
          content,
          at(minute));
    }

    void drifted(String state, @Nullable String content, int minute) {
      sql(
          "update deployed_state set state = ?, live_checksum = sha256(convert_to(?, 'UTF8'))"
              + " where type_key = ?",
          state,
          content,
          typeKey);
      sql(
          "insert into drift_incident (id, platform, type_key, pushed, state, fields, first_seen,"
              + " last_seen) select ?, platform, type_key, pushed, state, '{}', ?, ?"
              + " from deployed_state where type_key = ?",
          UUID.randomUUID(),
          at(minute),
          at(minute),
          typeKey);
    }

    void pinned(SyncId sync, String reason, int minute) {
      sql(
          "insert into pin (id, platform, type_key, sync_id, landed, newest, absent, at, actor,"
              + " reason) select ?, ?, type_key, ?, true, head_id, false, ?, 'ann', ?"
              + " from content_type where type_key = ?",
          UUID.randomUUID(),
          CMS,
          sync,
          at(minute),
          reason,
          typeKey);
    }

    void conflict(SyncId sync, int minute) {
      sql(
          "insert into conflict (sync_id, platform, type_key, fields, found_at, updated_at)"
              + " values (?, ?, ?, '{}', ?, ?)",
          sync,
          CMS,
          typeKey,
          at(minute),
          at(minute));
      sql("insert into conflict_sync (sync_id, conflict_id) values (?, ?)", sync, sync);
    }
  }
}
