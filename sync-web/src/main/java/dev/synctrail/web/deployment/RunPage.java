package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.deployment.AllowedActions;
import dev.synctrail.deployment.DetermineActions;
import dev.synctrail.deployment.Pin;
import dev.synctrail.deployment.Pins;
import dev.synctrail.deployment.Retrying;
import dev.synctrail.deployment.RollingBack;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.history.InvalidCursor;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageRequest;
import dev.synctrail.history.RunHistory;
import dev.synctrail.history.RunLogQuery;
import dev.synctrail.history.RunStep;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.Cancelling;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.SubmitOnce;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows one deployment or pull run, and refreshes it while it runs. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class RunPage {
  private static final String LOG = "log";

  private final RunHistory history;
  private final Retrying retrying;
  private final Cancelling cancelling;
  private final RollingBack rollingBack;
  private final DetermineActions determineActions;
  private final Pins pins;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;
  private @Nullable Run run;
  private @Nullable Page<RunStep> log;
  private List<Pin> skipped = List.of();
  private List<Outcome> outcomes = List.of();
  private AllowedActions.@Nullable WithRun actions;
  private RunHistory.Followers followers = new RunHistory.Followers(List.of(), List.of());

  @Inject
  RunPage(
      RunHistory history,
      Retrying retrying,
      Cancelling cancelling,
      RollingBack rollingBack,
      DetermineActions determineActions,
      Pins pins,
      SubmitOnce submitOnce,
      PageContext pageContext) {
    this.history = history;
    this.retrying = retrying;
    this.cancelling = cancelling;
    this.rollingBack = rollingBack;
    this.determineActions = determineActions;
    this.pins = pins;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    run = id().flatMap(history::find).orElse(null);
    if (run == null) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
    } else {
      followers = history.followers(run.id());
      skipped = pins.skippedBy(run.id());
      outcomes = outcomes(run.id());
      actions = determineActions.with(run.id()).orElse(null);
    }
  }

  private Optional<RunId> id() {
    return RunId.parse(pageContext.parameter("id"));
  }

  /** Returns the run; null if it does not exist. */
  public @Nullable Run getRun() {
    return run;
  }

  /** Tells whether the run may still change. */
  public boolean isOpen() {
    return run != null && !run.status().isFinal();
  }

  /**
   * Returns the allowed actions, and the reason for each that is not allowed; null if there is no
   * run.
   */
  public AllowedActions.@Nullable WithRun getActions() {
    return actions;
  }

  /** Tells whether the event log is selected instead of the results. */
  public boolean isLogShown() {
    return LOG.equals(pageContext.parameter("tab"));
  }

  /** Returns the number of its syncs by status, the most severe first, as the list shows them. */
  public List<Outcome> getOutcomes() {
    return outcomes;
  }

  /** Returns the number of its syncs. */
  public long getTotal() {
    return outcomes.stream().mapToLong(Outcome::count).sum();
  }

  private List<Outcome> outcomes(RunId id) {
    return history.outcomes(id).entrySet().stream()
        .map(entry -> new Outcome(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing((Outcome one) -> SyncOrder.SEVERITY.indexOf(one.status()))
                .reversed())
        .toList();
  }

  /** The number of syncs with a status. */
  public record Outcome(SyncStatus status, long count) {}

  /** Returns one page of its steps, earliest first. */
  public List<RunStep> getSteps() {
    return log().map(Page::data).orElse(List.of());
  }

  /** Returns the link to the next steps; empty if there are none. */
  public String getNext() {
    return log()
        .map(Page::nextCursor)
        .map(
            cursor ->
                "?id=" + Objects.requireNonNull(run).id() + "&tab=" + LOG + "&cursor=" + cursor)
        .orElse("");
  }

  private Optional<Page<RunStep>> log() {
    if (run != null && log == null) {
      try {
        log = steps(run.id(), pageContext.parameter("cursor"));
      } catch (InvalidCursor e) {
        log = steps(run.id(), null);
      }
    }
    return Optional.ofNullable(log);
  }

  private Page<RunStep> steps(RunId id, @Nullable String cursor) {
    return history.log(RunLogQuery.of(id, PageRequest.MAX_LIMIT, cursor, false));
  }

  /** Returns the idempotency key of the form: the submitted one, or a new one. */
  public String getKey() {
    return Objects.requireNonNullElse(pageContext.parameter("key"), UUID.randomUUID().toString());
  }

  /** Retries the failed syncs in a new run, once. */
  @Needs(Right.ACTION)
  public void retry() {
    Run failed = run;
    if (failed == null) {
      return;
    }
    try {
      Optional<String> started =
          submitOnce.start(
              pageContext.actor(),
              "retry " + failed.id() + " " + pageContext.parameter("key"),
              () ->
                  pageOf(
                      retrying.run(failed.id(), pageContext.cause(failed.reason())).orElseThrow()));
      pageContext.done("runRetried");
      pageContext.goTo(started.orElse(pageOf(failed)));
    } catch (IllegalTransition e) {
      pageContext.refused(e.getMessage());
      pageContext.goTo(pageOf(failed));
    }
  }

  /** Returns the retries and rollbacks of this run. */
  public RunHistory.Followers getFollowers() {
    return followers;
  }

  /** Returns the pins of the types that it skipped because they were rolled back. */
  public List<Pin> getSkipped() {
    return skipped;
  }

  /** Tells whether it can be cancelled. */
  public boolean isCancellable() {
    return run != null && !run.status().isFinal() && run.cancellation() == null;
  }

  /** Tells whether it is a deployment, which can be rolled back in principle. */
  public boolean isPush() {
    return run != null && run.direction() == Direction.PUSH;
  }

  /** Cancels the run. */
  @Needs(Right.ACTION)
  public void cancel() {
    Run running = run;
    if (running == null) {
      return;
    }
    try {
      cancelling.cancel(running.id(), pageContext.actor(), pageContext.reason());
      pageContext.done("runCancelled");
    } catch (IllegalTransition e) {
      pageContext.refused(e.getMessage());
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
      return;
    }
    pageContext.goTo(pageOf(running));
  }

  /** Plans the rollback of the run as a dry run, once. */
  @Needs(Right.ACTION)
  public void planRollback() {
    Run done = run;
    if (done == null) {
      return;
    }
    PushOptions options = new PushOptions(true, false);
    try {
      String reason = pageContext.requiredReason();
      pageContext.goTo(
          submitOnce
              .start(
                  pageContext.actor(),
                  "rollback " + done.id() + " " + reason + " " + pageContext.parameter("key"),
                  () ->
                      rollingBack
                          .rollBack(done.id(), options, null, pageContext.cause(reason))
                          .map(RunPage::pageOf)
                          .orElseThrow())
              .orElse(pageOf(done)));
    } catch (IllegalTransition e) {
      pageContext.refused(e.getMessage());
      pageContext.goTo(pageOf(done));
    } catch (UnknownPlatform e) {
      pageContext.refused(PageContext.text("unknownPlatform", e.id()));
      pageContext.goTo(pageOf(done));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  /** Returns the submitted value of a field. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  public static String pageOf(Run run) {
    return "/console/"
        + (run.direction() == Direction.PUSH ? "deployment" : "pull-run")
        + ".xhtml?id="
        + run.id();
  }
}
