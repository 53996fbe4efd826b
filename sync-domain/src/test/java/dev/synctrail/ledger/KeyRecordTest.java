package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRecordTest {
  private static final Instant AT = Instant.parse("2026-12-01T04:00:00Z");
  private static final LedgerKey FIRST = TestKey.of("synctrail/test");
  private static final LedgerKey SECOND = TestKey.of("synctrail/test");
  private static final LedgerKey THIRD = TestKey.of("synctrail/test");
  private static final LedgerKey THIEF = TestKey.of("synctrail/test");

  @Test
  void is_read_as_it_was_written() {
    KeyRecord first = new KeyRecord(AT, FIRST.verifier(), null);
    KeyRecord second = new KeyRecord(AT, SECOND.verifier(), FIRST.verifier());

    assertThat(KeyRecord.parse(first.text())).isEqualTo(first);
    assertThat(KeyRecord.parse(second.text())).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "synctrail-key/v1\n",
        "synctrail-key/v2\n2026-12-01T04:00:00Z\nKEY\n",
        "synctrail-key/v1\nyesterday\nKEY\n",
        "synctrail-key/v1\n2026-12-01T04:00:00Z\nkey\n",
        "synctrail-key/v1\n2026-12-01T04:00:00Z\nKEY\nKEY\nKEY\n",
      })
  void nothing_else_is_a_note_of_a_key(String text) {
    String full = text.replace("KEY", FIRST.verifier().toString());

    assertThatThrownBy(() -> KeyRecord.parse(full)).isInstanceOf(MalformedLog.class);
  }

  @Test
  void only_what_a_key_has_signed_leads_to_the_one_before_it() {
    List<Note> notes =
        List.of(
            note(FIRST, null, FIRST),
            note(SECOND, FIRST, SECOND),
            note(THIRD, SECOND, THIRD),
            note(THIRD, THIEF, THIEF),
            note(THIEF, THIRD, THIEF));

    assertThat(KeyRecord.chain(THIRD.verifier(), notes))
        .containsExactly(FIRST.verifier(), SECOND.verifier(), THIRD.verifier());
    assertThat(KeyRecord.chain(FIRST.verifier(), notes)).containsExactly(FIRST.verifier());
  }

  private static Note note(LedgerKey key, @Nullable LedgerKey former, LedgerKey signer) {
    return signer.sign(
        new KeyRecord(AT, key.verifier(), former == null ? null : former.verifier()).text());
  }
}
