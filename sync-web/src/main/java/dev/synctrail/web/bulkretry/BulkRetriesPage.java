package dev.synctrail.web.bulkretry;

import dev.synctrail.access.Right;
import dev.synctrail.bulkretry.BulkRetries;
import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetry.Status;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;

/** Lists the bulk retries. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class BulkRetriesPage {
  private final BulkRetries retries;
  private final PageContext pageContext;
  private KeysetPage<BulkRetry> jobs = KeysetPage.none();

  @Inject
  BulkRetriesPage(BulkRetries retries, PageContext pageContext) {
    this.retries = retries;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    jobs =
        KeysetPage.of(
            pageContext.address(List.of("after", "before")),
            UUID::fromString,
            BulkRetry::id,
            retries::list);
  }

  /** Returns the jobs on this page of the list, newest first. */
  public List<BulkRetry> getRows() {
    return jobs.rows();
  }

  /** Tells whether a job that is shown may still change. */
  public boolean isOpen() {
    return getRows().stream()
        .anyMatch(job -> job.status() == Status.QUEUED || job.status() == Status.RUNNING);
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return jobs.next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return jobs.previous();
  }
}
