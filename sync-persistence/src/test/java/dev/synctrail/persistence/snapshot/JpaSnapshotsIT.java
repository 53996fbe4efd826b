package dev.synctrail.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.snapshot.SnapshotsContract;
import dev.synctrail.startup.TestClock;
import jakarta.persistence.EntityManager;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaSnapshotsIT extends SnapshotsContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database.entityManager().createNativeQuery("truncate snapshot").executeUpdate();
    database.commit();
  }

  private static Snapshots snapshots(EntityManager entityManager) {
    return new JpaSnapshots(entityManager, new TestClock());
  }

  @Override
  protected Snapshots snapshots() {
    return snapshots(database.entityManager());
  }

  @Override
  protected long stored() {
    return ((Number)
            database
                .entityManager()
                .createNativeQuery("select count(*) from snapshot")
                .getSingleResult())
        .longValue();
  }

  @Override
  protected void tamper(Checksum checksum, boolean truncated, UnaryOperator<byte[]> alteration) {
    byte[] key = HexFormat.of().parseHex(checksum.hex());
    byte[] bytes =
        (byte[])
            database
                .entityManager()
                .createNativeQuery(
                    "select bytes from snapshot where checksum = ? and truncated = ?")
                .setParameter(1, key)
                .setParameter(2, truncated)
                .getSingleResult();
    database
        .entityManager()
        .createNativeQuery("update snapshot set bytes = ? where checksum = ? and truncated = ?")
        .setParameter(1, alteration.apply(bytes))
        .setParameter(2, key)
        .setParameter(3, truncated)
        .executeUpdate();
  }

  @Override
  protected void commit() {
    database.commit();
  }

  @Test
  void storing_the_same_bytes_concurrently_never_fails() {
    Snapshot same = Snapshot.ofText("{\"same\":true}");

    List<CompletableFuture<Object>> all =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.<Object>supplyAsync(
                        () -> database.elsewhere(other -> snapshots(other).keep(same))))
            .toList();

    assertThat(all).allSatisfy(one -> assertThat(one.join()).isNotNull());
    assertThat(stored()).isEqualTo(1);
  }
}
