package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the failed pushes that no successful push followed, newest first. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class FailuresPage {
  private static final int COUNTED = 999;
  private static final List<String> PARAMETERS = List.of("after", "before");

  private final SyncHistory history;
  private final PageContext pageContext;
  private final Instant since;
  private List<LastSync> failures = List.of();
  private KeysetPage<LastSync> page = KeysetPage.none();

  @Inject
  FailuresPage(SyncHistory history, Reporting reporting, PageContext pageContext) {
    this.history = history;
    this.pageContext = pageContext;
    this.since = reporting.span(null, null).from();
  }

  @PostConstruct
  void read() {
    failures = history.openFailures(since, COUNTED + 1);
    page =
        KeysetPage.of(
            pageContext.address(PARAMETERS),
            text -> SyncId.parse(text).orElseThrow(IllegalArgumentException::new),
            LastSync::id,
            this::part);
  }

  private List<LastSync> part(@Nullable SyncId key, boolean backwards, int limit) {
    List<LastSync> ordered = new ArrayList<>(failures);
    if (backwards) {
      Collections.reverse(ordered);
    }
    return ordered.stream()
        .filter(one -> key == null || isBeyond(one.id(), key, backwards))
        .limit(limit)
        .toList();
  }

  private static boolean isBeyond(SyncId id, SyncId key, boolean backwards) {
    int order = id.compareTo(key);
    return backwards ? order > 0 : order < 0;
  }

  /** Returns since when failures are listed. */
  public Instant getSince() {
    return since;
  }

  /** Returns how many failures are open. */
  public String getTotal() {
    return failures.size() > COUNTED
        ? PageContext.text("openFailuresMany", COUNTED)
        : PageContext.text("openFailuresTotal", failures.size());
  }

  /** Returns the failures of this page. */
  public List<LastSync> getRows() {
    return page.rows();
  }

  /** Returns the address of the previous page; empty on the first one. */
  public String getPrevious() {
    return page.previous();
  }

  /** Returns the address of the next page; empty on the last one. */
  public String getNext() {
    return page.next();
  }
}
