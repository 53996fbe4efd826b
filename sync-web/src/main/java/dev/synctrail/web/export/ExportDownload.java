package dev.synctrail.web.export;

import dev.synctrail.export.ExportQuery;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.history.CriteriaParameters;
import dev.synctrail.web.history.HistoryPage;
import dev.synctrail.web.history.HistoryPdf;
import dev.synctrail.web.history.PayloadSearchAccess;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Serves the syncs of a history page, all or the selected ones, as a file. */
@WebServlet("/console/export")
public class ExportDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String PDF = "pdf";

  private final transient ExportFile file;
  private final transient HistoryPdf pdf;
  private final transient PayloadSearchAccess payloadSearchAccess;

  @Inject
  public ExportDownload(ExportFile file, HistoryPdf pdf, PayloadSearchAccess payloadSearchAccess) {
    this.file = file;
    this.pdf = pdf;
    this.payloadSearchAccess = payloadSearchAccess;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      String format = Optional.ofNullable(request.getParameter("format")).orElse("csv");
      String[] selected = request.getParameterValues("sync");
      if (selected == null) {
        CriteriaParameters criteria = CriteriaParameters.of(request::getParameter);
        if (format.equals(PDF)) {
          print(criteria, request, response);
          return;
        }
        ExportQuery query =
            new ExportQuery(
                payloadSearchAccess.allowed(criteria.filter()), criteria.order(), null, Set.of());
        file.write(format, query, request, response);
      } else {
        List<SyncId> ids =
            Arrays.stream(selected).map(SyncId::parse).flatMap(Optional::stream).toList();
        file.write(format, ids, request, response);
      }
    } catch (Problem e) {
      response.sendError(e.status());
    }
  }

  private void print(
      CriteriaParameters criteria, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] printed =
        pdf.of(
            payloadSearchAccess.allowed(criteria.filter()),
            criteria.order(),
            PageAddress.of(request, HistoryPage.FILTERS).toString(),
            request.getUserPrincipal().getName());
    response.setContentType("application/pdf");
    response.setContentLength(printed.length);
    response.setHeader("Content-Disposition", "attachment; filename=\"history.pdf\"");
    response.getOutputStream().write(printed);
  }
}
