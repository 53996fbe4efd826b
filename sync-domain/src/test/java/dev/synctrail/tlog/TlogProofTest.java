package dev.synctrail.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlogProofTest {
  private static final byte[] ENTRY = "second".getBytes(StandardCharsets.UTF_8);
  private static final Hash FIRST = Hash.ofLeaf("first".getBytes(StandardCharsets.UTF_8));
  private static final Hash ROOT = Hash.ofNode(FIRST, Hash.ofLeaf(ENTRY));

  /** The form of the example of C2SP tlog-proof. */
  private static final String PROOF =
      """
      c2sp.org/tlog-proof@v1
      index 1
      %s

      example.com/log
      2
      %s

      \u2014 example.com/log AAAAAQID
      """
          .formatted(FIRST.base64(), ROOT.base64());

  @Test
  void is_written_as_it_is_read() {
    TlogProof proof = TlogProof.parse(PROOF);

    assertThat(proof.proof()).isEqualTo(new InclusionProof(1, 2, List.of(FIRST)));
    assertThat(proof.toString()).isEqualTo(PROOF);
  }

  @Test
  void proves_its_entry_only() {
    assertThat(TlogProof.parse(PROOF).proves(ENTRY)).isTrue();
    assertThat(TlogProof.parse(PROOF).proves("third".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(TlogProof.parse(PROOF.replace("index 1", "index 0")).proves(ENTRY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nexample.com/log\n",
        "c2sp.org/tlog-proof@v1\nindex -1\n\nexample.com/log\n",
        "c2sp.org/tlog-proof@v1\nindex 99999999999999999999\n\nexample.com/log\n",
        "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 1\n\nexample.com/log\n",
        "c2sp.org/tlog-proof@v2\nindex 1\n\nexample.com/log\n",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nexample.com/log\n",
      })
  void other_forms_are_refused(String text) {
    assertThatThrownBy(() -> TlogProof.parse(text)).isInstanceOf(MalformedLog.class);
  }
}
