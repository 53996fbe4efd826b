package dev.synctrail.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.analytics.JdbcRollUps;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.tracking.Sync;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of syncs that fit, while they are written, rolled up and purged. */
class HistoryCountIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void is_exact_whatever_was_rolled_up_or_purged(long seed) {
    RandomSyncs random = new RandomSyncs(seed);
    JpaSyncs syncs = new JpaSyncs(database.entityManager());
    JdbcRollUps rollUps = new JdbcRollUps(database.entityManager(), database.dataSource());
    List<SyncFilter> filters =
        List.of(random.filter(), random.filter(), random.filter(), SyncFilter.ALL);
    for (int round = 0; round < 4; round++) {
      List<Sync> written = random.syncs(60).toList();
      written.forEach(syncs::add);
      database.commit();
      counts(filters, written);
      rollUps.consume(25 + 10 * round);
      database.commit();
      counts(filters, written);
      database
          .entityManager()
          .createNativeQuery("delete from sync where mod(duration_ms, 5) = ?")
          .setParameter(1, round)
          .executeUpdate();
      database.commit();
      counts(filters, written);
    }
  }

  private static void counts(List<SyncFilter> filters, List<Sync> written) {
    for (Sync sync : written.subList(0, 15)) {
      counts(
          SyncFilter.builder()
              .typeKey(sync.intent().typeKey())
              .platform(sync.intent().platform())
              .status(sync.status())
              .build());
    }
    filters.forEach(HistoryCountIT::counts);
    for (Sync sync : written.subList(0, 5)) {
      counts(
          SyncFilter.builder()
              .direction(sync.intent().direction())
              .operation(sync.state().operation())
              .dryRun(sync.intent().options().dryRun())
              .build());
    }
  }

  private static void counts(SyncFilter filter) {
    SyncCriteria fitting = HistorySelect.criteria(filter);
    long oneByOne =
        number(
            new HistoryQuery("select count(*) from sync where ")
                .add(fitting.sql(), fitting.parameters().toArray()));
    assertThat(number(HistorySelect.count(filter))).as("%s", filter).isEqualTo(oneByOne);
  }

  private static long number(HistoryQuery historyQuery) {
    return historyQuery.first(database.dataSource(), row -> row.getLong(1)).orElseThrow();
  }
}
