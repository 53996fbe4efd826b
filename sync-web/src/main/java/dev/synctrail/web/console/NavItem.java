package dev.synctrail.web.console;

import java.util.List;

/** The items of the console's navigation, in their order. */
public enum NavItem {
  OVERVIEW("/console/overview.xhtml", "/console/failures.xhtml"),
  BOARD("/console/board.xhtml", "/console/comparison.xhtml"),
  HISTORY(
      "/console/history.xhtml",
      "/console/sync.xhtml",
      "/console/bulk-retries.xhtml",
      "/console/bulk-retry.xhtml",
      "/console/new-bulk-retry.xhtml"),
  TYPES("/console/types.xhtml", "/console/type.xhtml"),
  DEPLOYMENTS("/console/deployments.xhtml", "/console/deployment.xhtml"),
  PULL_RUNS("/console/pull-runs.xhtml", "/console/pull-run.xhtml"),
  DRIFT("/console/drift.xhtml", "/console/drift-history.xhtml"),
  CONFLICTS("/console/conflicts.xhtml", "/console/conflict.xhtml"),
  QUEUE("/console/queue.xhtml"),
  ANALYTICS("/console/analytics.xhtml"),
  LEDGER("/console/ledger.xhtml"),
  PLATFORMS("/console/platforms.xhtml", "/console/platform.xhtml"),
  ACCESS("/console/access.xhtml", "/console/user.xhtml", "/console/token.xhtml"),
  ACCESS_LOG("/console/access-log.xhtml", "/console/access-review.xhtml");

  private final String path;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> subpages;

  NavItem(String path, String... subpages) {
    this.path = path;
    this.subpages = List.of(subpages);
  }

  /** Returns the path of the page, relative to the context path. */
  public String getPath() {
    return path;
  }

  /** Returns the message key of its label. */
  public String getLabel() {
    return "nav." + name();
  }

  /** Returns the heading under which the navigation lists it. */
  Group group() {
    return switch (this) {
      case OVERVIEW, BOARD, HISTORY, ANALYTICS, LEDGER -> Group.TRAIL;
      case TYPES, DEPLOYMENTS, PULL_RUNS -> Group.CONTENT;
      case DRIFT, CONFLICTS, QUEUE -> Group.WATCH;
      case PLATFORMS, ACCESS, ACCESS_LOG -> Group.ADMINISTRATION;
    };
  }

  /** A heading of the navigation. */
  enum Group {
    TRAIL,
    CONTENT,
    WATCH,
    ADMINISTRATION
  }

  /** Tells whether a page is this one or below it. */
  boolean contains(String page) {
    return page.equals(path) || subpages.contains(page);
  }
}
