package dev.synctrail.web.console;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest syncs; the page refreshes itself only while one of them is unsettled. */
@Named
@RequestScoped
public class SyncsPage {
  private static final int SHOWN = 50;

  private final SyncHistory history;
  private final HttpServletRequest request;
  private @Nullable List<SyncLine> rows;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected SyncsPage() {
    this.history = null;
    this.request = null;
  }

  @Inject
  SyncsPage(SyncHistory history, HttpServletRequest request) {
    this.history = history;
    this.request = request;
  }

  /** Returns the newest first; read once per request. */
  public List<SyncLine> getRows() {
    List<SyncLine> read = rows;
    if (read == null) {
      List<SyncSummary> latest = history.page(SyncQuery.latest(SyncFilter.ALL, SHOWN)).data();
      read = latest.stream().map(SyncLine::of).toList();
      rows = read;
    }
    return read;
  }

  /** Tells whether nothing was ever pushed or pulled. */
  public boolean isBlank() {
    return getRows().isEmpty();
  }

  /** Tells whether something that is shown may still change. */
  public boolean isUnsettled() {
    return getRows().stream().anyMatch(line -> !line.settled());
  }

  /** Returns where the reader reaches the API, for the commands that are shown. */
  public String getApi() {
    String url = request.getRequestURL().toString();
    String root = url.substring(0, url.length() - request.getRequestURI().length());
    return root + request.getContextPath() + "/api/v1";
  }
}
