package dev.synctrail.web.bulkretry;

import dev.synctrail.access.Right;
import dev.synctrail.bulkretry.BulkRetries;
import dev.synctrail.bulkretry.BulkRetries.Skips;
import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetry.Status;
import dev.synctrail.bulkretry.BulkRetryEntry;
import dev.synctrail.bulkretry.BulkRetryEntry.State;
import dev.synctrail.bulkretry.BulkRetrying;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncIds;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.history.CriterionText;
import dev.synctrail.web.history.PayloadSearchAccess;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows a bulk retry: its progress, its result for each sync, and why it skipped some. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class BulkRetryPage {
  private static final int MAX_REASONS = 20;

  private final BulkRetries retries;
  private final BulkRetrying retrying;
  private final SyncHistory history;
  private final PayloadSearchAccess payloadSearchAccess;
  private final PageContext pageContext;
  private @Nullable BulkRetry job;
  private KeysetPage<BulkRetryEntry> entries = KeysetPage.none();
  private List<Result> rows = List.of();
  private List<Skips> skips = List.of();

  @Inject
  BulkRetryPage(
      BulkRetries retries,
      BulkRetrying retrying,
      SyncHistory history,
      PayloadSearchAccess payloadSearchAccess,
      PageContext pageContext) {
    this.retries = retries;
    this.retrying = retrying;
    this.history = history;
    this.payloadSearchAccess = payloadSearchAccess;
    this.pageContext = pageContext;
  }

  static String pageOf(UUID job) {
    return "/console/bulk-retry.xhtml?id=" + job;
  }

  @PostConstruct
  void read() {
    job =
        SyncId.parse(pageContext.parameter("id"))
            .flatMap(id -> retries.find(id.value()))
            .orElse(null);
    if (job == null) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
      return;
    }
    UUID id = job.id();
    State state = state();
    entries =
        KeysetPage.of(
            pageContext.address(List.of("id", "state", "after", "before")),
            text -> new SyncId(UUID.fromString(text)),
            BulkRetryEntry::sync,
            (key, backwards, limit) -> retries.entries(id, state, key, backwards, limit));
    rows = results(entries.rows());
    skips = retries.skips(id, MAX_REASONS);
  }

  private @Nullable State state() {
    return Stream.of(State.values())
        .filter(state -> state.name().equals(pageContext.parameter("state")))
        .findFirst()
        .orElse(null);
  }

  private List<Result> results(List<BulkRetryEntry> page) {
    List<SyncId> started =
        page.stream().map(BulkRetryEntry::next).filter(Objects::nonNull).distinct().toList();
    Map<SyncId, SyncStatus> statuses =
        started.isEmpty()
            ? Map.of()
            : history
                .page(
                    SyncQuery.latest(
                        SyncFilter.ALL.with(Criterion.SYNC_IDS, SyncIds.of(started)),
                        started.size()))
                .data()
                .stream()
                .collect(Collectors.toMap(SyncSummary::id, SyncSummary::status));
    return page.stream()
        .map(entry -> new Result(entry, entry.next() == null ? null : statuses.get(entry.next())))
        .toList();
  }

  /**
   * One sync of the job.
   *
   * @param status the status of the sync that retries it; null if there is none
   */
  public record Result(BulkRetryEntry entry, @Nullable SyncStatus status) {}

  /** Returns the job; null if it does not exist. */
  public @Nullable BulkRetry getJob() {
    return job;
  }

  /** Returns the number of entries that wait. */
  public int getPending() {
    return job == null ? 0 : job.counts().pending();
  }

  /** Tells whether the job or a sync that is shown may still change. */
  public boolean isOpen() {
    return (job != null && job.status() != Status.DONE && job.status() != Status.CANCELLED)
        || rows.stream().anyMatch(row -> row.status() != null && !row.status().isTerminal());
  }

  /** Tells whether the job can be cancelled. */
  public boolean isCancellable() {
    return job != null && (job.status() == Status.QUEUED || job.status() == Status.RUNNING);
  }

  /** Tells whether the job can be resumed. */
  public boolean isResumable() {
    return job != null && job.status() == Status.CANCELLED;
  }

  /** Returns the criteria that selected the syncs, in words. */
  public List<CriterionText> getCriteria() {
    return job == null ? List.of() : CriterionText.of(payloadSearchAccess.shown(job.filter()));
  }

  /** Returns the values for which the criteria about a part of a value stood at the start. */
  public List<ResolvedText> getResolved() {
    return job == null ? List.of() : ResolvedText.of(job.filter(), job.resolved());
  }

  /** Returns the syncs on this page of the list. */
  public List<Result> getRows() {
    return rows;
  }

  /** Returns why syncs were skipped, the most frequent reason first. */
  public List<Skips> getSkips() {
    return skips;
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return entries.next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return entries.previous();
  }

  /** Cancels the job. */
  @Needs(Right.ACTION)
  public void cancel() {
    change(retrying::cancel, "bulkRetryCancelled");
  }

  /** Resumes the job. */
  @Needs(Right.ACTION)
  public void resume() {
    change(retrying::resume, "bulkRetryResumed");
  }

  private void change(BiFunction<UUID, String, Optional<BulkRetry>> change, String message) {
    if (job == null) {
      return;
    }
    try {
      if (change.apply(job.id(), pageContext.actor()).isPresent()) {
        pageContext.done(message);
      }
    } catch (IllegalTransition e) {
      pageContext.refused(e.getMessage());
    }
    pageContext.goTo(pageOf(job.id()));
  }
}
