package dev.synctrail.persistence.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.PushOptions;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Run.Counts;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.RunsContract;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaRunsIT extends RunsContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database.entityManager().createNativeQuery("truncate run, sync cascade").executeUpdate();
    database.commit();
  }

  @Override
  protected Runs runs() {
    return new JpaRuns(database.entityManager());
  }

  @Override
  protected Syncs syncs() {
    return new JpaSyncs(database.entityManager());
  }

  @Override
  protected void commit() {
    database.commit();
  }

  @Test
  void concurrent_lanes_lose_no_count_and_exactly_one_completes_the_run() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    RunId id = RunId.at(now);
    runs()
        .add(
            new Run(
                id,
                Direction.PUSH,
                new PlatformId("cms"),
                "ann",
                null,
                null,
                null,
                PushOptions.NONE,
                Run.Origin.NONE,
                null,
                Counts.of(16),
                false,
                null,
                now,
                null,
                null));
    database.commit();

    List<CompletableFuture<Boolean>> all =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            database.elsewhere(
                                other -> new JpaRuns(other).settled(id, SyncStatus.SUCCESS, now))))
            .toList();

    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(runs().find(id).orElseThrow().counts()).isEqualTo(new Counts(16, 16, 0, 0));
  }
}
