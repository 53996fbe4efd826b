package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.deployment.AllowedActions;
import dev.synctrail.deployment.DetermineActions;
import dev.synctrail.deployment.Retrying;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.DriftVerdict;
import dev.synctrail.drift.DriftVerdicts;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.DiffOptions;
import dev.synctrail.web.console.DiffView;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.SubmitOnce;
import dev.synctrail.web.recording.Settlements;
import dev.synctrail.web.rest.Problem;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The details of one sync. The checksums of its payloads are checked on every request. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class SyncPage {
  private static final String SELF = "/console/sync.xhtml?id=";

  private final SyncHistory history;
  private final Retrying retrying;
  private final DetermineActions determineActions;
  private final Settlements settlements;
  private final Comparing comparing;
  private final DriftVerdicts driftVerdicts;
  private final DeployedStates deployedStates;
  private final Conflicts conflicts;
  private final DriftPolicy policy;
  private final Clock clock;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;
  private final Authorization authorization;
  private final DiffOptions diffOptions;
  private @Nullable SyncSummary sync;
  private boolean intact;
  private @Nullable List<AttemptDetail> attempts;
  private @Nullable SyncSummary previous;
  private @Nullable DriftVerdict driftVerdict;
  private @Nullable AllowedActions allowedActions;
  private @Nullable DiffView compared;

  @Inject
  SyncPage(
      SyncHistory history,
      Retrying retrying,
      DetermineActions determineActions,
      Settlements settlements,
      Comparing comparing,
      DriftVerdicts driftVerdicts,
      DeployedStates deployedStates,
      Conflicts conflicts,
      DriftPolicy policy,
      Clock clock,
      SubmitOnce submitOnce,
      PageContext pageContext,
      Authorization authorization,
      DiffOptions diffOptions) {
    this.history = history;
    this.retrying = retrying;
    this.determineActions = determineActions;
    this.settlements = settlements;
    this.comparing = comparing;
    this.driftVerdicts = driftVerdicts;
    this.deployedStates = deployedStates;
    this.conflicts = conflicts;
    this.policy = policy;
    this.clock = clock;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
    this.authorization = authorization;
    this.diffOptions = diffOptions;
  }

  @PostConstruct
  void read() {
    sync = SyncId.parse(pageContext.parameter("id")).flatMap(history::find).orElse(null);
    if (sync == null) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
    } else {
      intact = history.isIntact(sync.id());
      previous = history.previous(sync).orElse(null);
      allowedActions = determineActions.with(sync.id()).orElse(null);
      compared = compare(sync.id());
      driftVerdict = driftVerdicts.on(sync.id()).orElse(null);
    }
  }

  /** Returns whether the sync exists. */
  public boolean isFound() {
    return sync != null;
  }

  /** Returns the sync; null if it does not exist. */
  public @Nullable SyncSummary getSync() {
    return sync;
  }

  private SyncSummary sync() {
    return Objects.requireNonNull(sync);
  }

  /** Returns whether every payload is stored and has its recorded checksum. */
  public boolean isIntact() {
    return intact;
  }

  /** Returns the drift verdict; null if there is none yet. */
  public @Nullable DriftVerdict getVerdict() {
    return driftVerdict;
  }

  /** Returns whether the push is being read back for its first verdict. */
  public boolean isVerdictPending() {
    SyncSummary push = sync;
    return push != null
        && driftVerdict == null
        && push.settled()
        && deployedStates
            .find(push.platform(), push.typeKey())
            .filter(state -> push.id().equals(state.pushed()) && state.check() != null)
            .isPresent();
  }

  /** Returns whether the push met a conflict. */
  public boolean isConflictMet() {
    return sync != null && conflicts.of(sync.id()).isPresent();
  }

  /** Returns the pointers to the changes that the verdict is about, separated by commas. */
  public String getVerdictFields() {
    return driftVerdict == null ? "" : String.join(", ", driftVerdict.fields());
  }

  /** Returns whether the last check is older than {@code sync.drift.good-for}. */
  public boolean isVerdictStale() {
    return driftVerdict != null && driftVerdict.isStale(clock.instant(), policy.goodFor());
  }

  /** Returns whether the sync may still change. */
  public boolean isOpen() {
    return sync != null && !sync.settled();
  }

  /** Returns the number of attempts. */
  public int getAttemptCount() {
    return SyncListRow.attempts(sync());
  }

  /** Returns the roles that have a payload, in the order in which they are recorded. */
  public List<PayloadRole> getRoles() {
    return Arrays.stream(PayloadRole.values())
        .filter(role -> sync().payload(role) != null)
        .toList();
  }

  /** Returns the role of the payload that is shown first. */
  public PayloadRole getFirstRole() {
    return sync().direction() == Direction.PULL ? PayloadRole.ANSWERED : PayloadRole.SENT;
  }

  /** Returns the attempts in order. */
  public List<AttemptDetail> getAttempts() {
    List<AttemptDetail> read = attempts;
    if (read == null) {
      read = sync == null ? List.of() : history.attempts(sync().id());
      attempts = read;
    }
    return read;
  }

  /** Returns the events in order. */
  public List<SyncEvent> getEvents() {
    return sync == null ? List.of() : history.events(sync().id());
  }

  /** Returns header fields as lines, as they were sent. */
  public String headers(List<Header> headers) {
    return headers.stream()
        .map(header -> header.name() + ": " + header.value())
        .collect(Collectors.joining("\n"));
  }

  /** Returns the duration of an exchange in milliseconds; null if no end is recorded. */
  public @Nullable Long took(Exchange exchange) {
    return exchange.endedAt() == null
        ? null
        : Duration.between(exchange.startedAt(), exchange.endedAt()).toMillis();
  }

  /** Returns whether a request can be shown as a command; token requests cannot. */
  public boolean isRepeatable(Exchange exchange) {
    return exchange.purpose() != RequestPurpose.TOKEN;
  }

  /** Returns a request as a {@code curl} command, without its credentials. */
  public String curl(Exchange exchange) {
    return Curl.of(
        exchange,
        "%s-try-%d-%d-request-%s.json"
            .formatted(sync().typeKey(), exchange.attempt(), exchange.number(), sync().id()));
  }

  /** Returns the previous sync of the same type, platform and direction; null if none. */
  public @Nullable SyncSummary getPrevious() {
    return previous;
  }

  /** Returns the allowed actions and the reasons why others are not; null without a sync. */
  public @Nullable AllowedActions getCan() {
    return allowedActions;
  }

  /** Retries the sync, or checks an unknown outcome again at once. */
  @Needs(Right.ACTION)
  public void retry() {
    SyncId id = SyncId.parse(pageContext.parameter("id")).orElse(null);
    if (id == null) {
      pageContext.goTo("/console/history.xhtml");
      return;
    }
    String page = SELF + id;
    try {
      Optional<String> next =
          submitOnce.start(
              pageContext.actor(),
              "retry sync " + id + " " + pageContext.parameter("form"),
              () -> SELF + retrying.sync(id, pageContext.cause(null)).orElse(id));
      pageContext.done(
          next.map(one -> one.equals(SELF + id) ? "checkingAgain" : "retryStarted")
              .orElse("alreadyStarting"));
      page = next.orElse(page);
    } catch (IllegalTransition e) {
      pageContext.refused(e.getMessage());
    }
    pageContext.goTo(page);
  }

  /** Sets an unknown outcome manually. */
  @Needs(Right.ACTION)
  public void settle() {
    SyncId id = SyncId.parse(pageContext.parameter("id")).orElse(null);
    if (id == null) {
      pageContext.goTo("/console/history.xhtml");
      return;
    }
    try {
      String reason = pageContext.requiredReason();
      SyncStatus outcome = outcome();
      String form =
          "settle " + id + " " + outcome + " " + reason + " " + pageContext.parameter("form");
      submitOnce.start(pageContext.actor(), form, () -> SELF + settled(id, outcome, reason));
      pageContext.done("settledManually");
      pageContext.goTo(SELF + id);
    } catch (IllegalTransition e) {
      pageContext.refused(e.getMessage());
      pageContext.goTo(SELF + id);
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  private SyncStatus outcome() {
    String chosen = asked("outcome");
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("outcomeMissing"));
    }
    return SyncStatus.valueOf(chosen);
  }

  private SyncId settled(SyncId id, SyncStatus outcome, String reason) {
    settlements.settle(id, outcome, reason);
    return id;
  }

  /** Returns the value of a form field; empty if it is absent. */
  public String asked(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns a new key, which identifies one submission of the form. */
  public String getForm() {
    return UUID.randomUUID().toString();
  }

  /** Returns the other side of the comparison: a sync's id, {@code previous} or {@code before}. */
  public String getAgainst() {
    String other = pageContext.parameter("other");
    return Objects.requireNonNullElse(other == null ? pageContext.parameter("against") : other, "");
  }

  /** Returns the selected comparison. */
  public @Nullable DiffView getCompared() {
    return compared;
  }

  private @Nullable DiffView compare(SyncId id) {
    String against = getAgainst();
    if (against.isEmpty() || pageContext.isRefresh()) {
      return null;
    }
    try {
      authorization.require(Right.PAYLOAD);
      Comparing.Sides sides = comparing.sides(id.value(), against);
      return DiffView.of(sides.before(), sides.after(), diffOptions);
    } catch (Problem e) {
      return DiffView.refused(e.text());
    }
  }
}
