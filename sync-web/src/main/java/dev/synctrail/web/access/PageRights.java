package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The right that each page of the console needs. Pages that are not listed here cannot be opened.
 */
@WebFilter(urlPatterns = "/console/*", asyncSupported = true)
public class PageRights extends HttpFilter {
  private static final long serialVersionUID = 1L;

  static final Map<String, Right> RIGHTS =
      Map.ofEntries(
          Map.entry(PathAuthentication.PASSWORD, Right.SELF),
          Map.entry("/console/profile.xhtml", Right.SELF),
          Map.entry("/console/events", Right.METADATA),
          Map.entry("/console/export", Right.EXPORT),
          Map.entry("/console/export-progress", Right.METADATA),
          Map.entry("/console/evidence", Right.EXPORT),
          Map.entry("/console/period-report", Right.EXPORT),
          Map.entry("/console/payload", Right.PAYLOAD),
          Map.entry("/console/changes", Right.PAYLOAD),
          Map.entry("/console/types.zip", Right.PAYLOAD),
          Map.entry("/console/overview.xhtml", Right.METADATA),
          Map.entry("/console/failures.xhtml", Right.METADATA),
          Map.entry("/console/search.xhtml", Right.METADATA),
          Map.entry("/console/board.xhtml", Right.METADATA),
          Map.entry("/console/comparison.xhtml", Right.PAYLOAD),
          Map.entry("/console/history.xhtml", Right.METADATA),
          Map.entry("/console/sync.xhtml", Right.METADATA),
          Map.entry("/console/bulk-retries.xhtml", Right.METADATA),
          Map.entry("/console/bulk-retry.xhtml", Right.METADATA),
          Map.entry("/console/new-bulk-retry.xhtml", Right.METADATA),
          Map.entry("/console/types.xhtml", Right.METADATA),
          Map.entry("/console/type.xhtml", Right.METADATA),
          Map.entry("/console/deployments.xhtml", Right.METADATA),
          Map.entry("/console/deployment.xhtml", Right.METADATA),
          Map.entry("/console/pull-runs.xhtml", Right.METADATA),
          Map.entry("/console/pull-run.xhtml", Right.METADATA),
          Map.entry("/console/drift.xhtml", Right.METADATA),
          Map.entry("/console/drift-history.xhtml", Right.METADATA),
          Map.entry("/console/conflicts.xhtml", Right.METADATA),
          Map.entry("/console/conflict.xhtml", Right.METADATA),
          Map.entry("/console/queue.xhtml", Right.METADATA),
          Map.entry("/console/analytics.xhtml", Right.METADATA),
          Map.entry("/console/erasures.xhtml", Right.METADATA),
          Map.entry("/console/ledger.xhtml", Right.METADATA),
          Map.entry("/console/platforms.xhtml", Right.METADATA),
          Map.entry("/console/platform.xhtml", Right.METADATA),
          Map.entry("/console/access.xhtml", Right.ADMINISTRATION),
          Map.entry("/console/user.xhtml", Right.ADMINISTRATION),
          Map.entry("/console/token.xhtml", Right.ADMINISTRATION),
          Map.entry("/console/access-log.xhtml", Right.AUDIT),
          Map.entry("/console/access-review.xhtml", Right.AUDIT));

  private final transient Authorization authorization;

  @Inject
  PageRights(Authorization authorization) {
    this.authorization = authorization;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Right right = RIGHTS.get(request.getServletPath());
    if (right == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    if (!request.getServletPath().equals(PathAuthentication.PASSWORD)
        && authorization.caller().mustChange()) {
      response.sendRedirect(request.getContextPath() + PathAuthentication.PASSWORD);
      return;
    }
    try {
      authorization.require(right);
    } catch (Problem rejection) {
      response.sendError(rejection.status());
      return;
    }
    chain.doFilter(request, response);
  }
}
