package dev.synctrail.web.bulkretry;

import dev.synctrail.access.Right;
import dev.synctrail.bulkretry.BulkRetries;
import dev.synctrail.bulkretry.BulkRetries.Matching;
import dev.synctrail.bulkretry.BulkRetrying;
import dev.synctrail.bulkretry.InvalidSelection;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.bulkretry.RetriesResource.SkipCount;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.SubmitOnce;
import dev.synctrail.web.history.CriteriaParameters;
import dev.synctrail.web.history.CriterionText;
import dev.synctrail.web.history.HistoryPage;
import dev.synctrail.web.history.PayloadSearchAccess;
import dev.synctrail.web.history.SyncListRow;
import dev.synctrail.web.rest.Problem;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows what a bulk retry of the syncs that match the address would do, and starts it. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class NewBulkRetryPage {
  private static final String SELF = "/console/new-bulk-retry.xhtml";
  private static final int SAMPLE_SIZE = 10;

  private final BulkRetrying retrying;
  private final BulkRetries retries;
  private final SyncHistory history;
  private final PayloadSearchAccess payloadSearchAccess;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;
  private final PageAddress pageAddress;
  private SyncFilter filter = SyncFilter.ALL;
  private List<ResolvedText> resolved = List.of();
  private String fault = "";
  private @Nullable Matching matching;

  @Inject
  NewBulkRetryPage(
      BulkRetrying retrying,
      BulkRetries retries,
      SyncHistory history,
      PayloadSearchAccess payloadSearchAccess,
      SubmitOnce submitOnce,
      PageContext pageContext) {
    this.retrying = retrying;
    this.retries = retries;
    this.history = history;
    this.payloadSearchAccess = payloadSearchAccess;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
    this.pageAddress = pageContext.address(HistoryPage.FILTERS);
  }

  @PostConstruct
  void read() {
    try {
      filter = payloadSearchAccess.allowed(CriteriaParameters.of(pageAddress::get).filter());
      resolved = ResolvedText.of(filter, retries.resolve(filter));
    } catch (Problem e) {
      fault =
          e.faults().isEmpty()
              ? e.text()
              : e.faults().get(0).parameter() + ": " + e.faults().get(0).detail();
    }
  }

  /** Returns why the criteria are invalid; empty if they are valid. */
  public String getFault() {
    return fault;
  }

  /** Returns whether the address selects some syncs instead of all. */
  public boolean isSelective() {
    return !filter.values().isEmpty();
  }

  /** Returns the criteria in words. */
  public List<CriterionText> getCriteria() {
    return CriterionText.of(filter);
  }

  /** Returns the values for which the criteria about a part of a value stand. */
  public List<ResolvedText> getResolved() {
    return resolved;
  }

  /** Returns the address of the history that shows the syncs. */
  public String getInHistory() {
    return "history.xhtml?" + pageAddress.query();
  }

  /** Returns the criteria as hidden fields of the form. */
  public List<PageAddress.Field> getFields() {
    return pageAddress.fieldsExcept();
  }

  /** Returns the counts of what the job would do. */
  public Matching getMatching() {
    Matching counted = matching;
    if (counted == null) {
      counted = retrying.count(filter);
      matching = counted;
    }
    return counted;
  }

  /** Tells whether more syncs match than a job takes. */
  public boolean isTooMany() {
    return getMatching().matching() > BulkRetrying.MAX_SYNCS;
  }

  /** Returns the number of syncs that would be skipped. */
  public long getSkipped() {
    return getMatching().matching() - getMatching().repeatable();
  }

  /** Returns the reasons why syncs would be skipped, the most frequent first. */
  public List<SkipCount> getSkips() {
    return SkipCount.of(getMatching());
  }

  /** Returns the newest syncs that match. */
  public List<SyncListRow> getSample() {
    return history.page(SyncQuery.latest(filter, SAMPLE_SIZE)).data().stream()
        .map(SyncListRow::of)
        .toList();
  }

  /** Returns the text that says what the job does before it is started. */
  public String getConsequence() {
    return PageContext.text("bulkRetryConsequence", getMatching().repeatable(), getSkipped());
  }

  /** Returns the label of the button, with the number of syncs. */
  public String getStartLabel() {
    return PageContext.text("startBulkRetry", getMatching().repeatable());
  }

  /** Returns the idempotency key of the form: the submitted one, or a new one. */
  public String getKey() {
    return Objects.requireNonNullElse(pageContext.parameter("key"), UUID.randomUUID().toString());
  }

  /** Returns the reason if the page is shown again because the set has changed. */
  public String getReason() {
    return Objects.requireNonNullElse(pageContext.parameter("reason"), "");
  }

  /** Starts the job, once. */
  @Needs(Right.ACTION)
  public void start() {
    if (!isSelective()) {
      pageContext.goTo(SELF);
      return;
    }
    String expected = Objects.requireNonNullElse(pageContext.parameter("expected"), "0");
    String back = SELF + "?" + pageAddress.with("reason", pageContext.parameter("reason")).query();
    try {
      String reason = pageContext.requiredReason();
      pageContext.goTo(
          submitOnce
              .start(
                  pageContext.actor(),
                  "bulk retry "
                      + pageAddress.query()
                      + " "
                      + reason
                      + " "
                      + expected
                      + " "
                      + getKey(),
                  () -> begin(Long.valueOf(expected), reason))
              .orElse("/console/bulk-retries.xhtml"));
    } catch (InvalidSelection | IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
      pageContext.goTo(back);
    }
  }

  private String begin(Long expected, String reason) {
    return BulkRetryPage.pageOf(retrying.begin(filter, expected, pageContext.cause(reason)).id());
  }
}
