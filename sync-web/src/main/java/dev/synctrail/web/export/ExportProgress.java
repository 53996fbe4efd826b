package dev.synctrail.web.export;

import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.web.history.CriteriaParameters;
import dev.synctrail.web.history.PayloadSearchAccess;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Serves the progress of the export that the browser is downloading: the number of syncs written
 * and in total.
 */
@WebServlet("/console/export-progress")
public class ExportProgress extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ExportsInProgress exportsInProgress;
  private final transient SyncHistory history;
  private final transient PayloadSearchAccess payloadSearchAccess;

  @Inject
  public ExportProgress(
      ExportsInProgress exportsInProgress,
      SyncHistory history,
      PayloadSearchAccess payloadSearchAccess) {
    this.exportsInProgress = exportsInProgress;
    this.history = history;
    this.payloadSearchAccess = payloadSearchAccess;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<ExportsInProgress.Progress> known =
        exportsInProgress.of(
            request.getUserPrincipal().getName(), String.valueOf(request.getParameter("ticket")));
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
    var answer = Json.createObjectBuilder();
    if (known.isPresent()) {
      ExportsInProgress.Progress progress = known.get();
      answer
          .add("over", progress.isOver())
          .add("total", progress.total(() -> count(request)))
          .add("syncs", progress.syncs());
    }
    response.getWriter().write(answer.build().toString());
  }

  private long count(HttpServletRequest request) {
    try {
      CriteriaParameters criteria = CriteriaParameters.of(request::getParameter);
      Long total =
          history
              .page(
                  SyncQuery.of(
                      payloadSearchAccess.allowed(criteria.filter()),
                      criteria.order(),
                      1,
                      null,
                      true))
              .total();
      return total == null ? 0 : total;
    } catch (Problem e) {
      return 0;
    }
  }
}
