package dev.synctrail.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.Page;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncIds;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcSyncHistoryIT {
  private static final int ROWS = 300;
  private static final String V1 = "a1".repeat(32);
  private static final String V2 = "a1".repeat(31) + "a2";
  private static final List<Sync> WRITTEN = new ArrayList<>();

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private JdbcSyncHistory history;

  @BeforeEach
  void insert_once() {
    history =
        new JdbcSyncHistory(
            database.dataSource(),
            database.dataSource(),
            new JpaSnapshots(database.entityManager(), Clock.systemUTC()));
    if (WRITTEN.isEmpty()) {
      JpaSyncs syncs = new JpaSyncs(database.entityManager());
      new RandomSyncs(42).syncs(ROWS).forEach(WRITTEN::add);
      WRITTEN.forEach(syncs::add);
      database.commit();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void paging_with_any_filter_forwards_and_backwards_equals_filtering_and_sorting_in_memory(
      long seed) {
    RandomSyncs random = new RandomSyncs(seed);
    for (int i = 0; i < 8; i++) {
      SyncOrder order = new SyncOrder(random.by(), random.coin());
      SyncFilter filter =
          order.by() == SyncOrder.By.STATUS ? random.ofRun(random.filter()) : random.filter();
      List<String> expected =
          WRITTEN.stream()
              .filter(sync -> RandomSyncs.matches(filter, sync))
              .sorted(comparator(order))
              .map(sync -> sync.id().toString())
              .toList();
      int limit = random.limit();

      List<Page<SyncSummary>> forwards = new ArrayList<>();
      String cursor = null;
      do {
        Page<SyncSummary> page = page(filter, order, limit, cursor);
        forwards.add(page);
        cursor = page.nextCursor();
      } while (cursor != null);
      List<String> backwards = new ArrayList<>();
      cursor = forwards.get(forwards.size() - 1).prevCursor();
      while (cursor != null) {
        Page<SyncSummary> page = page(filter, order, limit, cursor);
        backwards.addAll(0, ids(page));
        cursor = page.prevCursor();
      }

      assertThat(forwards)
          .as("%s %s", filter, order)
          .flatExtracting(JdbcSyncHistoryIT::ids)
          .isEqualTo(expected);
      assertThat(backwards)
          .as("%s %s", filter, order)
          .isEqualTo(expected.subList(0, backwards.size()));
      assertThat(forwards).allMatch(page -> Long.valueOf(expected.size()).equals(page.total()));
      assertThat(backwards.size()).isEqualTo((forwards.size() - 1) * limit);
    }
  }

  @Test
  void sorts_by_status_only_within_a_run() {
    SyncOrder bySeverity = new SyncOrder(SyncOrder.By.STATUS, true);

    assertThatThrownBy(() -> page(SyncFilter.ALL, bySeverity, 10, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SyncOrder.SEVERITY).containsExactlyInAnyOrder(SyncStatus.values());
  }

  @Test
  void finds_selected_syncs() {
    List<SyncId> selected =
        List.of(WRITTEN.get(3).id(), WRITTEN.get(1).id(), SyncId.at(Instant.EPOCH));
    SyncFilter filter = SyncFilter.ALL.with(Criterion.SYNC_IDS, SyncIds.of(selected));

    assertThat(page(filter, SyncOrder.NEWEST_FIRST, 10, null).data())
        .extracting(SyncSummary::id)
        .containsExactlyInAnyOrder(selected.get(0), selected.get(1));
    assertThat(history.count(filter, 10)).isEqualTo(2);
  }

  @Test
  void counts_up_to_a_limit_unless_the_count_is_stored() {
    SyncFilter stored = SyncFilter.ALL.with(Criterion.DIRECTION, Direction.PUSH);
    SyncFilter counted = stored.with(new Period(Instant.EPOCH, null));
    long pushes =
        WRITTEN.stream().filter(sync -> sync.intent().direction() == Direction.PUSH).count();

    assertThat(history.count(stored, 5)).isEqualTo(pushes);
    assertThat(history.count(counted, 5)).isEqualTo(6);
    assertThat(history.count(counted, WRITTEN.size())).isEqualTo(pushes);
  }

  private Page<SyncSummary> page(
      SyncFilter filter, SyncOrder order, int limit, @Nullable String cursor) {
    return history.page(SyncQuery.of(filter, order, limit, cursor, true));
  }

  private static List<String> ids(Page<SyncSummary> page) {
    return page.data().stream().map(sync -> sync.id().toString()).toList();
  }

  private static Comparator<Sync> comparator(SyncOrder order) {
    Comparator<Sync> ascending =
        switch (order.by()) {
          case STARTED_AT -> Comparator.comparing(Sync::id);
          case DURATION ->
              Comparator.comparing(JdbcSyncHistoryIT::duration).thenComparing(Sync::id);
          case STATUS ->
              Comparator.<Sync, Integer>comparing(sync -> SyncOrder.SEVERITY.indexOf(sync.status()))
                  .thenComparing(Sync::id);
        };
    return order.descending() ? ascending.reversed() : ascending;
  }

  private static long duration(Sync sync) {
    return sync.state().firstSentAt() == null || sync.state().completedAt() == null
        ? SyncQuery.NO_DURATION
        : Duration.between(sync.state().firstSentAt(), sync.state().completedAt()).toMillis();
  }

  @Test
  void returns_every_sync_as_it_was_written() {
    for (Sync sync : WRITTEN) {
      SyncSummary read = history.find(sync.id()).orElseThrow();

      assertThat(read.typeKey()).isEqualTo(sync.intent().typeKey());
      assertThat(read.platform()).isEqualTo(sync.intent().platform());
      assertThat(read.direction()).isEqualTo(sync.intent().direction());
      assertThat(read.cause()).isEqualTo(sync.intent().cause());
      assertThat(read.options()).isEqualTo(sync.intent().options());
      assertThat(read.recorder()).isEqualTo(sync.intent().recorder());
      assertThat(read.version()).isEqualTo(sync.version());
      assertThat(read.target()).isEqualTo(sync.target());
      assertThat(read.startedAt()).isEqualTo(sync.id().startedAt());
      assertThat(read.createdAt()).isEqualTo(sync.intent().createdAt());
      assertThat(read.status()).isEqualTo(sync.status());
      assertThat(read.operation()).isEqualTo(sync.state().operation());
      assertThat(read.settledBy()).isEqualTo(sync.state().settledBy());
      assertThat(read.httpStatus()).isEqualTo(sync.state().httpStatus());
      assertThat(read.failure()).isEqualTo(sync.state().failure());
      assertThat(read.items()).isEqualTo(sync.state().items());
      assertThat(read.retryCount()).isEqualTo(sync.state().retryCount());
      assertThat(read.firstSentAt()).isEqualTo(sync.state().firstSentAt());
      assertThat(read.completedAt()).isEqualTo(sync.state().completedAt());
      assertThat(Objects.requireNonNullElse(read.durationMs(), SyncQuery.NO_DURATION))
          .isEqualTo(duration(sync));
    }
  }

  @Test
  void returns_the_progress_of_a_sync() {
    for (Sync sync : WRITTEN) {
      var progress = history.progress(sync.id()).orElseThrow();

      assertThat(progress.status()).isEqualTo(sync.status());
      assertThat(progress.settled()).isEqualTo(sync.status().isTerminal());
      assertThat(progress.progress() == 100).isEqualTo(sync.status().isTerminal());
      assertThat(progress.completedAt()).isEqualTo(sync.state().completedAt());
    }
  }

  @Test
  void finds_the_last_success_and_ignores_dry_runs() {
    for (TypeKey type : types()) {
      for (@Nullable PlatformId platform : platformsAndAny()) {
        for (@Nullable Direction direction : List.of(Direction.PUSH, Direction.PULL)) {
          assertThat(history.lastSuccessful(type, platform, direction).map(SyncSummary::id))
              .isEqualTo(
                  WRITTEN.stream()
                      .filter(sync -> sync.status() == SyncStatus.SUCCESS)
                      .filter(sync -> !sync.intent().options().dryRun())
                      .filter(sync -> sync.intent().typeKey().equals(type))
                      .filter(sync -> platform == null || sync.intent().platform().equals(platform))
                      .filter(sync -> sync.intent().direction() == direction)
                      .map(Sync::id)
                      .max(Comparator.naturalOrder()));
        }
      }
    }
  }

  @Test
  void finds_the_last_sync_of_each_type_with_each_platform() {
    Map<TypeKey, Map<PlatformId, Sync>> expected = new TreeMap<>();
    WRITTEN.stream()
        .filter(sync -> !sync.intent().options().dryRun())
        .forEach(
            sync ->
                expected
                    .computeIfAbsent(
                        sync.intent().typeKey(),
                        type -> new TreeMap<>(Comparator.comparing(PlatformId::value)))
                    .merge(sync.intent().platform(), sync, JdbcSyncHistoryIT::later));
    List<TypeKey> requested = new ArrayList<>(types());
    requested.add(new TypeKey("NeverSynced"));

    Map<TypeKey, List<LastSync>> result = history.lastSyncs(requested);

    assertThat(result).containsOnlyKeys(expected.keySet());
    result.forEach(
        (type, lasts) ->
            assertThat(lasts)
                .extracting(LastSync::id)
                .isEqualTo(
                    Objects.requireNonNull(expected.get(type)).values().stream()
                        .map(Sync::id)
                        .toList()));
  }

  @Test
  void finds_the_failed_pushes_that_no_successful_one_followed() {
    Instant since =
        WRITTEN.stream()
            .map(sync -> sync.id().startedAt())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    Map<List<Object>, List<Sync>> pushes =
        WRITTEN.stream()
            .filter(sync -> !sync.intent().options().dryRun())
            .filter(sync -> sync.intent().direction() == Direction.PUSH)
            .filter(
                sync -> sync.status() == SyncStatus.FAILED || sync.status() == SyncStatus.SUCCESS)
            .collect(
                Collectors.groupingBy(
                    sync -> List.of(sync.intent().typeKey(), sync.intent().platform())));
    List<SyncId> expected =
        pushes.values().stream()
            .map(of -> of.stream().max(Comparator.comparing(Sync::id)).orElseThrow())
            .filter(sync -> sync.status() == SyncStatus.FAILED)
            .map(Sync::id)
            .sorted(Comparator.reverseOrder())
            .toList();

    assertThat(expected).isNotEmpty();
    assertThat(history.openFailures(since, 100)).extracting(LastSync::id).isEqualTo(expected);
    assertThat(history.openFailures(since, 1)).hasSize(1);
    assertThat(history.openFailures(Instant.parse("2999-01-01T00:00:00Z"), 100)).isEmpty();
  }

  @Test
  void finds_the_last_sync_of_each_version_with_each_platform() {
    Map<String, List<LastSync>> result =
        history.lastSyncsOfVersions(List.of(V1, V2, "00".repeat(32)));

    assertThat(result).containsOnlyKeys(V1, V2);
    result.forEach(
        (version, lasts) ->
            lasts.forEach(
                last ->
                    assertThat(last.id())
                        .isEqualTo(
                            WRITTEN.stream()
                                .filter(sync -> version.equals(sync.version().versionId()))
                                .filter(sync -> !sync.intent().options().dryRun())
                                .filter(sync -> sync.intent().platform().equals(last.platform()))
                                .map(Sync::id)
                                .max(Comparator.naturalOrder())
                                .orElseThrow())));
  }

  private static Sync later(Sync one, Sync other) {
    return one.id().compareTo(other.id()) > 0 ? one : other;
  }

  private static List<TypeKey> types() {
    return WRITTEN.stream().map(sync -> sync.intent().typeKey()).distinct().sorted().toList();
  }

  private static List<@Nullable PlatformId> platformsAndAny() {
    List<@Nullable PlatformId> platforms = new ArrayList<>();
    platforms.add(new PlatformId("optimizely"));
    platforms.add(new PlatformId("sandbox"));
    platforms.add(null);
    return platforms;
  }
}
