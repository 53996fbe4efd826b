package dev.synctrail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Contract tests for implementations of {@link Snapshots}. */
public abstract class SnapshotsContract {

  /** Returns the implementation under test, empty. */
  protected abstract Snapshots snapshots();

  /** Returns the number of stored payloads. */
  protected abstract long stored();

  /** Alters stored bytes to simulate tampering. */
  protected abstract void tamper(
      Checksum checksum, boolean truncated, UnaryOperator<byte[]> alteration);

  /** Makes stored payloads visible to later reads. */
  protected void commit() {}

  private static Snapshot noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Snapshot.of(bytes);
  }

  private static byte[] flipLast(byte[] bytes) {
    bytes[bytes.length - 1] ^= 1;
    return bytes;
  }

  @Test
  void require_fails_for_an_unknown_payload() {
    PayloadReference payloadReference = snapshots().keep(Snapshot.ofText("{\"required\":1}"));

    assertThat(snapshots().require(payloadReference).text()).isEqualTo("{\"required\":1}");
    assertThatThrownBy(
            () -> snapshots().require(PayloadReference.of(Snapshot.ofText("{\"never\":\"kept\"}"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void returns_the_exact_bytes() {
    Snapshot odd = Snapshot.of(new byte[] {0, -1, 13, 10, 34, -61, 40});

    PayloadReference payloadReference = snapshots().keep(odd);
    commit();

    assertThat(payloadReference).isEqualTo(new PayloadReference(odd.checksum(), 7, false));
    assertThat(snapshots().find(odd.checksum(), false).orElseThrow().bytes())
        .isEqualTo(odd.bytes());
    assertThat(snapshots().describe(odd.checksum(), false))
        .contains(new Snapshots.Stored(Encoding.IDENTITY, 7, 7));
  }

  @Test
  void stores_an_empty_payload() {
    PayloadReference payloadReference = snapshots().keep(Snapshot.ofText(""));
    commit();

    assertThat(payloadReference.originalSize()).isZero();
    assertThat(snapshots().find(payloadReference.checksum(), false)).contains(Snapshot.ofText(""));
  }

  @Test
  void stores_the_same_bytes_once() {
    Snapshot one = Snapshot.ofText("{\"a\":1}");
    PayloadReference first = snapshots().keep(one);
    commit();

    assertThat(snapshots().keep(one)).isEqualTo(first);
    assertThat(snapshots().keepWhole(one)).isEqualTo(first);
    commit();

    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void stores_the_beginning_of_a_payload_truncated_elsewhere() {
    Snapshot beginning = Snapshot.ofText("[1,2");
    PayloadReference whole = new PayloadReference(Checksum.of(new byte[] {9}), 20_000_000, true);

    snapshots().keepBeginning(whole, beginning);
    commit();

    assertThat(snapshots().find(whole.checksum(), true)).contains(beginning);
    assertThat(snapshots().find(whole.checksum(), false)).isEmpty();
    assertThat(snapshots().describe(whole.checksum(), true))
        .contains(new Snapshots.Stored(Encoding.IDENTITY, 20_000_000, 4));
  }

  @Test
  void returns_empty_for_an_unknown_payload() {
    Checksum unknown = Checksum.of(new byte[] {1});

    assertThat(snapshots().find(unknown, false)).isEmpty();
    assertThat(snapshots().describe(unknown, false)).isEmpty();
  }

  @Test
  void compresses_above_a_hundred_thousand_bytes() {
    Snapshot at = Snapshot.ofText("a".repeat(100_000));
    Snapshot above = Snapshot.ofText("a".repeat(100_001));
    snapshots().keep(at);
    snapshots().keep(above);
    commit();

    assertThat(snapshots().describe(at.checksum(), false))
        .contains(new Snapshots.Stored(Encoding.IDENTITY, 100_000, 100_000));
    Snapshots.Stored stored = snapshots().describe(above.checksum(), false).orElseThrow();
    assertThat(stored.encoding()).isEqualTo(Encoding.GZIP);
    assertThat(stored.originalSize()).isEqualTo(100_001);
    assertThat(stored.storedSize()).isLessThan(1_000);
    assertThat(snapshots().find(above.checksum(), false)).contains(above);
  }

  @Test
  void stores_ten_million_bytes_completely() {
    Snapshot at = noise(10_000_000);

    PayloadReference payloadReference = snapshots().keep(at);
    commit();

    assertThat(payloadReference).isEqualTo(new PayloadReference(at.checksum(), 10_000_000, false));
    assertThat(snapshots().find(at.checksum(), false)).contains(at);
    assertThat(snapshots().find(at.checksum(), true)).isEmpty();
  }

  @Test
  void stores_the_first_64_kib_of_ten_million_and_one_bytes() {
    Snapshot above = noise(10_000_001);

    PayloadReference payloadReference = snapshots().keep(above);
    commit();

    assertThat(payloadReference)
        .isEqualTo(new PayloadReference(above.checksum(), 10_000_001, true));
    assertThat(snapshots().find(above.checksum(), true).orElseThrow().bytes())
        .isEqualTo(Arrays.copyOf(above.bytes(), 65_536));
    assertThat(snapshots().describe(above.checksum(), true))
        .contains(new Snapshots.Stored(Encoding.IDENTITY, 10_000_001, 65_536));
    assertThat(snapshots().find(above.checksum(), false)).isEmpty();
  }

  @Test
  void stores_a_version_completely_beside_its_truncated_payload() {
    Snapshot above = noise(10_000_001);
    snapshots().keep(above);

    PayloadReference whole = snapshots().keepWhole(above);
    commit();

    assertThat(whole).isEqualTo(new PayloadReference(above.checksum(), 10_000_001, false));
    assertThat(snapshots().find(above.checksum(), false)).contains(above);
    assertThat(snapshots().find(above.checksum(), true).orElseThrow().size()).isEqualTo(65_536);
  }

  @Test
  void rejects_altered_bytes() {
    Snapshot small = Snapshot.ofText("{\"price\":100}");
    Snapshot large = Snapshot.ofText("b".repeat(200_000));
    Snapshot huge = noise(10_000_001);
    for (Snapshot snapshot : new Snapshot[] {small, large, huge}) {
      boolean truncated = snapshots().keep(snapshot).truncated();
      commit();

      tamper(snapshot.checksum(), truncated, SnapshotsContract::flipLast);
      commit();

      assertThatThrownBy(() -> snapshots().find(snapshot.checksum(), truncated))
          .isInstanceOf(SnapshotCorrupt.class)
          .hasMessageNotContaining("price");
    }
  }

  @Test
  void rejects_replaced_bytes_of_the_same_size() {
    Snapshot large = Snapshot.ofText("c".repeat(200_000));
    snapshots().keep(large);
    commit();

    byte[] other = EncodedPayload.of(Snapshot.ofText("d".repeat(200_000))).bytes();
    tamper(large.checksum(), false, bytes -> other);
    commit();

    assertThatThrownBy(() -> snapshots().find(large.checksum(), false))
        .isInstanceOf(SnapshotCorrupt.class)
        .hasMessageContaining(large.checksum().hex());
  }
}
