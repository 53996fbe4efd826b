package dev.synctrail.web.ledger;

import dev.synctrail.ledger.PeriodReports.Report;
import jakarta.ws.rs.core.MediaType;

/**
 * A report that may be downloaded.
 *
 * @param asPdf whether as PDF; otherwise as JSON
 */
record PeriodFile(Report report, boolean asPdf) {
  String mediaType() {
    return asPdf ? PeriodPdf.MEDIA_TYPE : MediaType.APPLICATION_JSON;
  }

  String disposition() {
    return "attachment; filename=\"period-%d.%s\"".formatted(report.size(), asPdf ? "pdf" : "json");
  }
}
