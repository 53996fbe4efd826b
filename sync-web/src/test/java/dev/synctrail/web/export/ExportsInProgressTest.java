package dev.synctrail.web.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.export.ExportQuery;
import dev.synctrail.export.SyncExport;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.tracking.SyncId;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExportsInProgressTest {
  private static final String TICKET = "0123456789abcdef0123456789abcdef";
  private static final ExportQuery ALL =
      new ExportQuery(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, null, Set.of());

  private final ExportsInProgress exportsInProgress = new ExportsInProgress();

  /** Returns an export that records the progress while it writes. */
  private SyncExport recordingProgress(AtomicInteger progressSeen) {
    return new SyncExport() {
      @Override
      @SuppressWarnings("NullAway") // the syncs are not used
      public void write(ExportQuery query, Sink sink) throws IOException {
        sink.take(null);
        sink.take(null);
        assertThat(exportsInProgress.of("ann", TICKET).orElseThrow().isOver()).isFalse();
        progressSeen.set((int) exportsInProgress.of("ann", TICKET).orElseThrow().syncs());
      }

      @Override
      public void write(Collection<SyncId> ids, Sink sink) throws IOException {
        throw new IOException("broken off");
      }
    };
  }

  @Test
  void counts_written_syncs_until_the_export_ends() throws IOException {
    AtomicInteger progressSeen = new AtomicInteger();
    exportsInProgress
        .counted(recordingProgress(progressSeen), "ann", TICKET)
        .write(ALL, sync -> {});

    assertThat(progressSeen).hasValue(2);
    ExportsInProgress.Progress progress = exportsInProgress.of("ann", TICKET).orElseThrow();
    assertThat(progress.isOver()).isTrue();
    assertThat(progress.total(() -> 5)).isEqualTo(5);
    assertThat(progress.total(() -> 6)).as("counted once").isEqualTo(5);
  }

  @Test
  void an_aborted_export_has_ended() {
    SyncExport counted =
        exportsInProgress.counted(recordingProgress(new AtomicInteger()), "ann", TICKET);

    assertThatThrownBy(() -> counted.write(Set.of(), sync -> {})).isInstanceOf(IOException.class);
    assertThat(exportsInProgress.of("ann", TICKET).orElseThrow().isOver()).isTrue();
  }

  @Test
  void a_ticket_is_visible_to_its_user_only() {
    SyncExport export = recordingProgress(new AtomicInteger());

    assertThat(exportsInProgress.counted(export, "ann", null)).isSameAs(export);
    assertThat(exportsInProgress.counted(export, "ann", "../x")).isSameAs(export);
    assertThat(exportsInProgress.counted(export, "ann", TICKET)).isNotSameAs(export);
    assertThat(exportsInProgress.of("bob", TICKET)).isEmpty();
  }

  @Test
  void only_the_latest_exports_are_tracked() {
    for (int i = 0; i < 300; i++) {
      exportsInProgress.counted(
          recordingProgress(new AtomicInteger()), "ann", "%032x".formatted(i));
    }

    assertThat(exportsInProgress.of("ann", "%032x".formatted(0))).isEmpty();
    assertThat(exportsInProgress.of("ann", "%032x".formatted(299))).isPresent();
  }
}
