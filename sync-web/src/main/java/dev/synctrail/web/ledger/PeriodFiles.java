package dev.synctrail.web.ledger;

import dev.synctrail.web.access.BrokenAnswer;
import dev.synctrail.web.export.ExportSlots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes reports of a period for REST and the console, with the limits of an export. */
@ApplicationScoped
public class PeriodFiles {
  private static final Logger LOG = System.getLogger(PeriodFiles.class.getName());

  private final ExportSlots slots;

  @Inject
  PeriodFiles(ExportSlots slots) {
    this.slots = slots;
  }

  /**
   * Writes a report.
   *
   * @throws dev.synctrail.web.rest.Problem 422 or 429 before anything is written
   */
  void write(
      PeriodFile file, OutputStream out, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      slots.write(
          request,
          out,
          watched -> {
            if (file.asPdf()) {
              watched.write(PeriodPdf.of(file.report()));
            } else {
              file.report().write(watched);
            }
          });
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        LOG.log(Level.WARNING, "A report was aborted: {0}", e.getMessage());
        BrokenAnswer.cut(request);
      }
      throw e;
    }
  }
}
