package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.retention.Erasing;
import dev.synctrail.retention.Erasure;
import dev.synctrail.retention.Erasure.State;
import dev.synctrail.retention.ErasureRefused;
import dev.synctrail.retention.Erasures;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Lists erasures, and starts one. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class ErasuresPage {
  private static final String ADDRESS = "/console/erasures.xhtml";

  private final Erasing erasing;
  private final Erasures erasures;
  private final PageContext pageContext;
  private KeysetPage<Erasure> page = KeysetPage.none();

  @Inject
  ErasuresPage(Erasing erasing, Erasures erasures, PageContext pageContext) {
    this.erasing = erasing;
    this.erasures = erasures;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    page =
        KeysetPage.of(
            pageContext.address(List.of("after", "before")),
            UUID::fromString,
            Erasure::id,
            erasures::page);
  }

  /** Returns the erasures on this page of the list, newest first. */
  public List<Erasure> getRows() {
    return page.rows();
  }

  /** Returns what an erasure has erased, by table. */
  public Map<String, Long> counts(Erasure erasure) {
    return new TreeMap<>(erasure.counts());
  }

  /** Tells whether an erasure on this page may still change. */
  public boolean isOpen() {
    return getRows().stream()
        .anyMatch(one -> one.state() == State.QUEUED || one.state() == State.RUNNING);
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return page.next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return page.previous();
  }

  /** Returns the sync that a link to this page has named; empty if none. */
  public String getSync() {
    return Optional.ofNullable(pageContext.parameter("sync")).orElse("");
  }

  /** Erases a person's name. */
  @Needs(Right.ADMINISTRATION)
  public void erasePerson() {
    start(
        () -> {
          String person = pageContext.parameter("person");
          String reason = pageContext.requiredReason();
          if (person == null || person.equals(SyncEvent.ENGINE)) {
            throw new IllegalArgumentException(PageContext.text("erasureNameMissing"));
          }
          if (reason.contains(person)) {
            throw new IllegalArgumentException(PageContext.text("erasureNameInReason"));
          }
          erasing.person(person, reason, pageContext.actor());
        });
  }

  /** Erases the payloads of a sync. */
  @Needs(Right.ADMINISTRATION)
  public void erasePayloads() {
    start(
        () -> {
          SyncId sync =
              SyncId.parse(pageContext.parameter("sync"))
                  .orElseThrow(
                      () -> new IllegalArgumentException(PageContext.text("erasureSyncMissing")));
          erasing.payloads(sync, pageContext.requiredReason(), pageContext.actor());
        });
  }

  private void start(Runnable erasure) {
    try {
      erasure.run();
      pageContext.done("erasureRequested");
    } catch (ErasureRefused e) {
      pageContext.refused(PageContext.text("erasureRefused." + e.refusal()));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
    pageContext.goTo(ADDRESS);
  }
}
