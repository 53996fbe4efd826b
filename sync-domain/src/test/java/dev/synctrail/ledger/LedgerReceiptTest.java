package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerReceiptTest {
  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final LedgerReceipt RECEIPT =
      new LedgerReceipt(
          "synctrail/test", Instant.parse("2026-11-30T18:00:00Z"), List.of(Hash.EMPTY_ROOT));

  @Test
  void is_a_signed_note_in_a_header() {
    Note note = LedgerReceipt.note(RECEIPT.signed(KEY));

    assertThat(KEY.verifier().verifies(note)).isTrue();
    assertThat(note.text())
        .isEqualTo(
            """
            synctrail-receipt/v1
            synctrail/test
            2026-11-30T18:00:00Z
            60
            47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
            """);
    assertThat(LedgerReceipt.parse(note.text())).isEqualTo(RECEIPT);
    assertThat(RECEIPT.signed(KEY)).matches("[-_0-9A-Za-z]+");
  }

  @Test
  void is_no_checkpoint() {
    assertThatThrownBy(() -> Checkpoint.parse(RECEIPT.text())).isInstanceOf(MalformedLog.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "synctrail-receipt/v1\nlog\n2026-11-30T18:00:00Z\n60\n",
        "synctrail-receipt/v2\nlog\n2026-11-30T18:00:00Z\n60\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "synctrail-receipt/v1\nlog\n2026-11-30T18:00:00Z\n61\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "synctrail-receipt/v1\nlog\nyesterday\n60\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "synctrail-receipt/v1\nlog\n2026-11-30T18:00:00Z\n60\n47DE\n"
      })
  void refuses_what_is_no_receipt(String text) {
    assertThatThrownBy(() -> LedgerReceipt.parse(text)).isInstanceOf(MalformedLog.class);
  }

  @Test
  void refuses_headers_that_are_no_notes() {
    assertThatThrownBy(() -> LedgerReceipt.note("*")).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> LedgerReceipt.note("AAAA")).isInstanceOf(MalformedLog.class);
  }
}
