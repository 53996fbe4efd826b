package dev.synctrail.web.console;

import java.util.List;

/** Where the console's navigation leads, in its order; a page is in it by being named here. */
public enum NavItem {
  OVERVIEW("/console/overview.xhtml"),
  HISTORY("/console/history.xhtml", "/console/sync.xhtml"),
  TYPES("/console/types.xhtml", "/console/type.xhtml"),
  DEPLOYMENTS("/console/deployments.xhtml", "/console/deployment.xhtml"),
  RETRIEVALS("/console/retrievals.xhtml", "/console/retrieval.xhtml"),
  DRIFT("/console/drift.xhtml", "/console/episodes.xhtml"),
  CONFLICTS("/console/conflicts.xhtml", "/console/conflict.xhtml"),
  QUEUE("/console/queue.xhtml"),
  ANALYTICS("/console/analytics.xhtml"),
  PLATFORMS("/console/platforms.xhtml", "/console/platform.xhtml"),
  ACCESS("/console/access.xhtml", "/console/person.xhtml", "/console/token.xhtml"),
  ACCESS_LOG("/console/access-log.xhtml", "/console/access-review.xhtml");

  private final String path;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<String> below;

  NavItem(String path, String... below) {
    this.path = path;
    this.below = List.of(below);
  }

  /** Returns the page, below the context path. */
  public String getPath() {
    return path;
  }

  /** Returns the key of its name in the texts. */
  public String getLabel() {
    return "place." + name();
  }

  /** Tells whether a page is this one or one that is reached through it. */
  boolean holds(String page) {
    return page.equals(path) || below.contains(page);
  }
}
