package dev.synctrail.web.history;

import dev.synctrail.history.Page;
import dev.synctrail.history.PageRequest;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.web.console.PdfPages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes the filtered history as a PDF for auditors. */
@ApplicationScoped
public class HistoryPdf {
  /**
   * A PDF is meant for reading, so its length is limited; the other export formats have no limit.
   */
  static final int MOST = 2_000;

  private static final String NOTHING = "–";

  private final SyncHistory history;
  private final Clock clock;

  @Inject
  HistoryPdf(SyncHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  /**
   * Writes the first {@value #MOST} syncs that match, and the number of all that match.
   *
   * @param asked the query of the page's URL
   * @param actor the user who exports
   */
  public byte[] of(SyncFilter filter, SyncOrder order, String asked, String actor)
      throws IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try (PdfPages pages = new PdfPages("Sync history")) {
      pages.title("Sync history");
      pages.paragraph("Filter: " + (asked.isEmpty() ? "none" : asked));
      pages.paragraph("Generated at " + now + " by " + actor + "; all times are UTC");
      Page<SyncSummary> page = page(filter, order, null, true);
      long total = page.total() == null ? page.data().size() : page.total();
      pages.paragraph(
          total <= MOST
              ? total + " syncs"
              : "The first " + MOST + " of " + total + " syncs; export CSV or NDJSON for all");
      int printed = 0;
      while (true) {
        for (SyncSummary sync : page.data()) {
          print(pages, sync);
        }
        printed += page.data().size();
        String next = page.nextCursor();
        if (next == null || printed >= MOST) {
          break;
        }
        page = page(filter, order, next, false);
      }
      return pages.finish("Synctrail: sync history, generated at " + now + " by " + actor);
    }
  }

  private Page<SyncSummary> page(
      SyncFilter filter, SyncOrder order, @Nullable String cursor, boolean count) {
    return history.page(SyncQuery.of(filter, order, PageRequest.MAX_LIMIT, cursor, count));
  }

  private static void print(PdfPages pages, SyncSummary sync) throws IOException {
    pages.space(4);
    pages.paragraph(
        "%s  %s  %s %s %s  %s"
            .formatted(
                sync.startedAt(),
                sync.status(),
                sync.direction(),
                sync.typeKey(),
                sync.platform(),
                sync.operation() == null ? "" : sync.operation()));
    pages.indented(
        "%s, user %s, reason: %s, %d attempts, HTTP %s, version %s"
            .formatted(
                sync.id(),
                sync.cause().actor(),
                or(sync.cause().reason()),
                SyncListRow.attempts(sync),
                or(sync.httpStatus()),
                or(sync.version().versionId())));
    if (sync.errorMessage() != null) {
      pages.indented(sync.failureClass() + ": " + sync.errorMessage());
    }
    for (PayloadRole payloadRole : PayloadRole.values()) {
      StoredPayload payload = sync.payload(payloadRole);
      if (payload != null) {
        pages.indented(
            "%s: %d bytes, %s %s"
                .formatted(
                    payloadRole,
                    payload.originalSize(),
                    payload.purged() == null ? "SHA-256" : "erased, commitment",
                    payload.checksum()));
      }
    }
  }

  private static String or(@Nullable Object value) {
    return value == null ? NOTHING : value.toString();
  }
}
