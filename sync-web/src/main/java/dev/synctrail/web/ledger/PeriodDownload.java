package dev.synctrail.web.ledger;

import dev.synctrail.ledger.PeriodReports;
import dev.synctrail.web.console.ErrorPage;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Serves the report of a month (UTC) to the console. */
@WebServlet("/console/period-report")
public class PeriodDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient PeriodReports reports;
  private final transient PeriodFiles files;

  @Inject
  public PeriodDownload(PeriodReports reports, PeriodFiles files) {
    this.reports = reports;
    this.files = files;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      PeriodFile file = file(request);
      response.setContentType(file.mediaType());
      response.setHeader("Content-Disposition", file.disposition());
      files.write(file, response.getOutputStream(), request, response);
    } catch (Problem e) {
      response.reset();
      request.setAttribute(ErrorPage.PROBLEM, e);
      response.sendError(e.status());
    }
  }

  private PeriodFile file(HttpServletRequest request) {
    YearMonth month = month(String.valueOf(request.getParameter("month")));
    return reports
        .of(first(month), first(month.plusMonths(1)), null)
        .map(report -> new PeriodFile(report, "pdf".equals(request.getParameter("format"))))
        .orElseThrow(() -> Problem.notFound("checkpoint"));
  }

  private static Instant first(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw Problem.malformedParameter("month", "Must be a month such as 2026-11");
    }
  }
}
