package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.history.LastSync;
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
  private static final List<String> PARAMETERS = List.of("after", "before");

  private final OpenFailures openFailures;
  private final PageContext pageContext;
  private KeysetPage<LastSync> page = KeysetPage.none();

  @Inject
  FailuresPage(OpenFailures openFailures, PageContext pageContext) {
    this.openFailures = openFailures;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    page =
        KeysetPage.of(
            pageContext.address(PARAMETERS),
            text -> SyncId.parse(text).orElseThrow(IllegalArgumentException::new),
            LastSync::id,
            this::part);
  }

  private List<LastSync> part(@Nullable SyncId key, boolean backwards, int limit) {
    List<LastSync> ordered = new ArrayList<>(openFailures.all());
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
    return openFailures.since();
  }

  /** Returns how many failures are open. */
  public String getTotal() {
    return PageContext.text("openFailuresTotal", openFailures.all().size());
  }

  /** Returns the failures of this page. */
  public List<OpenFailures.OpenFailure> getRows() {
    return openFailures.withConflicts(page.rows());
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
