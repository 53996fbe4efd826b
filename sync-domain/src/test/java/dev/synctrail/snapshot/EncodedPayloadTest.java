package dev.synctrail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EncodedPayloadTest {

  @Property(tries = 50)
  void decoding_restores_the_exact_bytes(
      @ForAll long seed, @ForAll @IntRange(max = 300_000) int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Snapshot snapshot = Snapshot.of(bytes);

    EncodedPayload stored = EncodedPayload.of(snapshot);
    Snapshot back =
        EncodedPayload.stored(stored.encoding(), stored.bytes()).decode(snapshot.checksum());

    assertThat(back.bytes()).isEqualTo(bytes);
  }

  @Test
  void stores_a_hundred_thousand_bytes_uncompressed() {
    Snapshot at = Snapshot.ofText("x".repeat(100_000));

    EncodedPayload stored = EncodedPayload.of(at);

    assertThat(stored.encoding()).isEqualTo(Encoding.IDENTITY);
    assertThat(stored.size()).isEqualTo(100_000);
    assertThat(stored.bytes()).isEqualTo(at.bytes());
  }

  @Test
  void compresses_larger_payloads_with_gzip_at_level_6() throws IOException {
    Snapshot above = Snapshot.ofText(typesJson().substring(0, 100_001));

    EncodedPayload stored = EncodedPayload.of(above);

    assertThat(stored.encoding()).isEqualTo(Encoding.GZIP);
    byte[] bytes = stored.bytes();
    assertThat(bytes).hasSize(stored.size());
    try (GZIPInputStream gunzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertThat(gunzip.readAllBytes()).isEqualTo(above.bytes());
    }
    assertThat(Arrays.copyOfRange(bytes, 10, bytes.length - 8))
        .isEqualTo(deflated(above.bytes(), 6))
        .isNotEqualTo(deflated(above.bytes(), 5));
  }

  private static byte[] deflated(byte[] bytes, int level) {
    Deflater deflater = new Deflater(level, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[bytes.length];
      return Arrays.copyOf(out, deflater.deflate(out));
    } finally {
      deflater.end();
    }
  }

  @Test
  void a_large_set_of_types_shrinks_by_96_percent() {
    Snapshot large = Snapshot.ofText(typesJson());

    EncodedPayload stored = EncodedPayload.of(large);

    assertThat(large.size()).isGreaterThan(1_000_000);
    assertThat(stored.size()).isLessThan(large.size() * 4 / 100);
    assertThat(stored.decode(large.checksum())).isEqualTo(large);
  }

  private static String typesJson() {
    return IntStream.range(0, 5_000)
        .mapToObj(
            i ->
                """
                {"key": "Property%d", "displayName": "Property %d", "type": "string",
                 "isLocalized": true, "isRequired": false, "maxLength": 255, "group": "Content",
                 "indexingType": "searchable", "description": "What editors fill in."}"""
                    .formatted(i, i))
        .collect(Collectors.joining(",\n", "[", "]"));
  }

  @Test
  void copies_its_bytes() {
    Snapshot snapshot = Snapshot.ofText("{}");
    byte[] given = snapshot.bytes();
    EncodedPayload stored = EncodedPayload.stored(Encoding.IDENTITY, given);

    given[0] = 'x';
    stored.bytes()[1] = 'x';

    assertThat(stored.decode(snapshot.checksum())).isEqualTo(snapshot);
  }

  @Test
  void rejects_stored_bytes_with_another_checksum() {
    Checksum expected = Checksum.of(new byte[] {1});
    EncodedPayload altered = EncodedPayload.stored(Encoding.IDENTITY, new byte[] {2});

    assertThatThrownBy(() -> altered.decode(expected))
        .isInstanceOf(SnapshotCorrupt.class)
        .hasMessage("The stored bytes do not match the checksum " + expected);
  }

  @Test
  void rejects_stored_bytes_that_cannot_be_decompressed() {
    Checksum expected = Checksum.of(new byte[] {1});
    byte[] whole = EncodedPayload.of(Snapshot.ofText("x".repeat(200_000))).bytes();

    for (byte[] broken : new byte[][] {{}, {1, 2, 3}, Arrays.copyOf(whole, whole.length - 9)}) {
      assertThatThrownBy(() -> EncodedPayload.stored(Encoding.GZIP, broken).decode(expected))
          .isInstanceOf(SnapshotCorrupt.class)
          .hasMessage("The stored bytes of " + expected + " cannot be decoded")
          .hasRootCauseInstanceOf(IOException.class);
    }
  }
}
