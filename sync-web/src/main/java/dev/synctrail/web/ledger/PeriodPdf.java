package dev.synctrail.web.ledger;

import dev.synctrail.ledger.PeriodRecords.Recorded;
import dev.synctrail.ledger.PeriodReports.Report;
import dev.synctrail.web.console.PdfPages;
import dev.synctrail.web.rest.Problem;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The report of a period as PDF. It says the same as the JSON, and has no time of its own. */
final class PeriodPdf {
  static final String MEDIA_TYPE = "application/pdf";

  private static final int MAX_RECORDS = 5_000;
  private static final String TITLE = "Report of a period";

  private PeriodPdf() {}

  static byte[] of(Report report) throws IOException {
    try (PdfPages pages = new PdfPages(TITLE)) {
      pages.title(TITLE);
      for (String text : report.statement()) {
        for (String line : text.split("\n", -1)) {
          pages.paragraph(line);
        }
      }
      pages.heading("Records");
      int[] records = {0};
      long erased =
          report.read(
              recorded -> {
                if (++records[0] > MAX_RECORDS) {
                  throw Problem.unprocessable(
                      "REPORT_TOO_LONG",
                      "As PDF, a report has at most %d records; choose a shorter period or JSON"
                          .formatted(MAX_RECORDS),
                      List.of());
                }
                add(pages, recorded);
              });
      pages.heading("Erased");
      pages.paragraph("Entries of which a value was erased: " + erased);
      return pages.finish("Synctrail: as of a checkpoint of " + report.size() + " leaves");
    }
  }

  private static void add(PdfPages pages, Recorded recorded) throws IOException {
    pages.paragraph(
        "%d  %s  %s %s"
            .formatted(recorded.leaf(), recorded.at(), recorded.table(), recorded.key()));
    pages.indented(
        (recorded.row() == null ? "deleted" : recorded.row().toString())
            + (recorded.values().isEmpty() ? "" : " " + new TreeMap<>(recorded.values()))
            + (recorded.erased().isEmpty() ? "" : " erased: " + new TreeSet<>(recorded.erased())));
  }
}
