package dev.synctrail.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.analytics.JdbcRollUps;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.tracking.Sync;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares counts of syncs with the rows while syncs are written, rolled up and deleted. */
@Tag("long")
class HistoryCountIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void counts_are_exact_after_roll_ups_and_deletions(long seed) {
    RandomSyncs random = new RandomSyncs(seed);
    JpaSyncs syncs = new JpaSyncs(database.entityManager());
    JdbcRollUps rollUps = new JdbcRollUps(database.entityManager(), database.dataSource());
    List<SyncFilter> filters =
        List.of(random.filter(), random.filter(), random.filter(), SyncFilter.ALL);
    for (int round = 0; round < 4; round++) {
      List<Sync> written = random.syncs(60).toList();
      written.forEach(syncs::add);
      database.commit();
      assertCounts(filters, written);
      rollUps.consume(25 + 10 * round);
      database.commit();
      assertCounts(filters, written);
      database
          .entityManager()
          .createNativeQuery("delete from sync where mod(duration_ms, 5) = ?")
          .setParameter(1, round)
          .executeUpdate();
      database.commit();
      assertCounts(filters, written);
    }
  }

  private static void assertCounts(List<SyncFilter> filters, List<Sync> written) {
    for (Sync sync : written.subList(0, 15)) {
      assertCounts(
          SyncFilter.ALL
              .with(Criterion.TYPE_KEY, sync.intent().typeKey())
              .with(Criterion.PLATFORM, sync.intent().platform())
              .with(Criterion.STATUS, sync.status()));
    }
    filters.forEach(HistoryCountIT::assertCounts);
    for (Sync sync : written.subList(0, 5)) {
      assertCounts(
          SyncFilter.ALL
              .with(Criterion.DIRECTION, sync.intent().direction())
              .with(Criterion.OPERATION, sync.state().operation())
              .with(Criterion.DRY_RUN, sync.intent().options().dryRun()));
    }
  }

  private static void assertCounts(SyncFilter filter) {
    long rows =
        number(
            HistorySelect.query("select count(*) from sync where ")
                .add(HistorySelect.criteria(filter)));
    assertThat(number(HistorySelect.count(filter))).as("%s", filter).isEqualTo(rows);
  }

  private static long number(Sql sql) {
    return sql.first(database.dataSource(), row -> row.getLong(1)).orElseThrow();
  }
}
