package dev.synctrail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
  /** FIPS 180-4, example "abc". */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void captures_exact_bytes_with_their_checksum() {
    Snapshot snapshot = Snapshot.ofText("abc");

    assertThat(snapshot.checksum()).isEqualTo(new Checksum(OF_ABC));
    assertThat(snapshot.checksum()).hasToString(OF_ABC);
    assertThat(snapshot.size()).isEqualTo(3);
    assertThat(snapshot.bytes()).containsExactly('a', 'b', 'c');
    assertThat(snapshot).hasToString(OF_ABC + " (3 bytes)");
  }

  @Test
  void encodes_text_as_utf_8() {
    assertThat(Snapshot.ofText("für").bytes()).containsExactly('f', 0xC3, 0xBC, 'r');
    assertThat(Snapshot.of(new byte[] {'f', (byte) 0xC3, (byte) 0xBC, 'r'}).text())
        .isEqualTo("für");
  }

  @Test
  void equality_is_by_content() {
    Snapshot one = Snapshot.ofText("{}");

    assertThat(one).isEqualTo(Snapshot.ofText("{}")).hasSameHashCodeAs(Snapshot.ofText("{}"));
    assertThat(one).isNotEqualTo(Snapshot.ofText("{ }")).isNotEqualTo("{}");
    assertThat(one.hashCode()).isNotEqualTo(Snapshot.ofText("{ }").hashCode());
  }

  @Test
  void copies_its_bytes() {
    byte[] given = {1, 2, 3};
    Snapshot snapshot = Snapshot.of(given);

    given[0] = 9;
    snapshot.bytes()[1] = 9;

    assertThat(snapshot.bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void is_over_the_limit_above_ten_million_bytes() {
    Snapshot at = Snapshot.of(new byte[10_000_000]);
    Snapshot above = Snapshot.of(new byte[10_000_001]);

    assertThat(at.isOverLimit()).isFalse();
    assertThat(above.isOverLimit()).isTrue();
    assertThat(PayloadReference.of(at))
        .isEqualTo(new PayloadReference(at.checksum(), 10_000_000, false));
    assertThat(PayloadReference.of(above))
        .isEqualTo(new PayloadReference(above.checksum(), 10_000_001, true));
  }

  @Test
  void a_response_is_stored_completely_up_to_32_mib() {
    Snapshot at = Snapshot.ofAnswer(new byte[32 * 1024 * 1024]);
    Snapshot above = Snapshot.ofAnswer(new byte[32 * 1024 * 1024 + 1]);

    assertThat(PayloadReference.of(at).truncated()).isFalse();
    assertThat(PayloadReference.of(above).truncated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015add",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      })
  void a_checksum_is_64_lower_case_hex_digits(String hex) {
    assertThatThrownBy(() -> new Checksum(hex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A checksum must be a SHA-256 of 64 lower-case hex digits");
  }

  @Test
  void fails_clearly_without_sha_256() {
    Provider[] all = Security.getProviders("MessageDigest.SHA-256");
    int[] positions =
        Arrays.stream(all)
            .mapToInt(one -> Arrays.asList(Security.getProviders()).indexOf(one))
            .toArray();
    Arrays.stream(all).forEach(one -> Security.removeProvider(one.getName()));
    try {
      assertThatThrownBy(() -> Checksum.of(new byte[0]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("SHA-256");
    } finally {
      for (int i = 0; i < all.length; i++) {
        Security.insertProviderAt(all[i], positions[i] + 1);
      }
    }
  }
}
