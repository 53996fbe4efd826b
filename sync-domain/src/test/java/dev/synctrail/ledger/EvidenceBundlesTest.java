package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EvidenceBundlesTest {
  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final EvidenceBundles.Request REQUEST =
      new EvidenceBundles.Request("all syncs", List.of(new UUID(1, 1)), null, false);

  private final AtomicInteger reads = new AtomicInteger();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void an_entry_that_waits_is_awaited() throws IOException {
    bundles(2).write(REQUEST, written);

    assertThat(reads).hasValue(3);
    assertThat(written.size()).isPositive();
  }

  @Test
  void waiting_ends_and_nothing_was_written() {
    assertThatThrownBy(() -> bundles(Integer.MAX_VALUE).write(REQUEST, written))
        .isInstanceOf(NotSequenced.class);

    assertThat(reads.get()).isBetween(2, 10);
    assertThat(written.size()).isZero();
  }

  private EvidenceBundles bundles(int waiting) {
    LedgerEvidence evidence =
        (subjects, content, sink) -> {
          if (reads.incrementAndGet() <= waiting) {
            throw new NotSequenced("not yet");
          }
          sink.begin(KEY.sign(Checkpoint.of(KEY.origin(), Tree.empty()).text()), List.of());
        };
    return new EvidenceBundles(evidence, tiles -> Map.of(), TestKey.only(KEY), new Ticking());
  }

  /** Each look at this clock takes a second. */
  private static final class Ticking extends Clock {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(looks.getAndIncrement());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
