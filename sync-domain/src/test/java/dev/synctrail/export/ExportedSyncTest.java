package dev.synctrail.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.PayloadRole;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportedSyncTest {
  private static final Snapshot SENT = Snapshot.ofText("{}");

  private final ExportedSync sync = new ExportedSync();

  @BeforeEach
  void sends() {
    set(ExportColumn.checksum(PayloadRole.SENT), SENT.checksum().hex());
    sync.payloads(name -> Optional.of(ExportedPayload.of(SENT.bytes())));
  }

  @Test
  void finds_the_sent_payload() {
    assertThat(sync.find(sent())).isPresent();
  }

  @Test
  void finds_no_payload_of_a_purged_sync_even_if_the_bytes_are_still_stored() {
    set(ExportColumn.PURGED_AT, "2026-01-31T09:30:00.000Z");

    assertThat(sync.payloads()).containsExactly(sent());
    assertThat(sync.find(sent())).isEmpty();
  }

  private PayloadName sent() {
    return Objects.requireNonNull(sync.payload(PayloadRole.SENT));
  }

  private void set(ExportColumn exportColumn, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    sync.set(exportColumn, bytes, 0, bytes.length);
  }
}
