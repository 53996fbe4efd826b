package dev.synctrail.deployment;

import dev.synctrail.conflict.ConflictPolicy;
import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.retry.Concluding;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PushBasis;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.SyncPartlyFailed;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrailLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one attempt of one push: our own checks first, then the gateway, then the outcome. */
@ApplicationScoped
public class Pushing {
  private static final int MOST_LOOKS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final PlatformLookup platformLookup;
  private final Snapshots snapshots;
  private final Dependents dependents;
  private final ConflictPolicy conflictPolicy;
  private final DataLossGuard dataLossGuard;
  private final ExchangeLogs logs;
  private final Concluding concluding;
  private final Clock clock;

  @Inject
  public Pushing(
      PlatformLookup platformLookup,
      Snapshots snapshots,
      Dependents dependents,
      ConflictPolicy conflictPolicy,
      DataLossGuard dataLossGuard,
      ExchangeLogs logs,
      Concluding concluding,
      Clock clock) {
    this.platformLookup = platformLookup;
    this.snapshots = snapshots;
    this.dependents = dependents;
    this.conflictPolicy = conflictPolicy;
    this.dataLossGuard = dataLossGuard;
    this.logs = logs;
    this.concluding = concluding;
    this.clock = clock;
  }

  /** Makes the attempt. Its result is recorded as a fact when this returns. */
  public void push(Opened opened) {
    TrailLog log = logs.of(opened);
    PushResult result;
    try {
      Prepared prepared = prepare(opened, log).orElse(null);
      if (prepared == null) {
        return;
      }
      result = prepared.told(send(prepared));
    } catch (RuntimeException e) {
      concluding.failed(opened, log, e);
      return;
    }
    conclude(opened, log, result);
  }

  /**
   * Prepares the push. Returns empty when our own checks have rejected it, which is then recorded
   * as a fact.
   */
  Optional<Prepared> prepare(Opened opened, TrailLog log) {
    Sync sync = opened.sync();
    DesiredState wanted = sync.desiredState(this::whole);
    PlatformLookup.Reached there = platformLookup.to(sync.intent().platform());
    ContentModel model = there.gateway().contentModel();
    Optional<Failure> refusal =
        wanted instanceof DesiredState.Content content
            ? check(sync, content.whole(), model)
            : dependents.refusal(sync, model);
    if (refusal.isPresent()) {
      concluding.refused(opened, log, refusal.get());
      return Optional.empty();
    }
    log.targeting(Sync.Target.of(there));
    Iterable<Snapshot> own = conflictPolicy.own(sync.intent().typeKey());
    return Optional.of(
        new Prepared(
            opened, there, wanted, sent(opened, wanted), own, log, new AtomicReference<>()));
  }

  private DesiredState sent(Opened opened, DesiredState wanted) {
    Snapshot merged = PushBasis.mergedContent(opened.basis(), snapshots);
    return merged == null ? wanted : new DesiredState.Content(merged);
  }

  /** A payload too large for the audit trail is still stored as the content of the version. */
  private Snapshot whole(PayloadReference intended) {
    return snapshots
        .find(intended.checksum(), false)
        .orElseThrow(() -> new IllegalStateException("Payload " + intended + " is not stored"));
  }

  private static Optional<Failure> check(Sync sync, Snapshot wanted, ContentModel model) {
    if (wanted.isOverLimit()) {
      return Optional.of(
          Failure.of(
              FailureClass.PAYLOAD_TOO_LARGE,
              "The payload has "
                  + wanted.size()
                  + " bytes; at most "
                  + Snapshot.LIMIT
                  + " are sent and stored"));
    }
    try {
      List<Violation> violations =
          model.checkForPush(ContentType.read(sync.intent().typeKey(), wanted));
      return violations.isEmpty() ? Optional.empty() : Optional.of(invalid(violations));
    } catch (MalformedJson e) {
      return Optional.of(Failure.of(FailureClass.INVALID_CONTENT, e.pointer() + " " + e.detail()));
    }
  }

  private static Failure invalid(List<Violation> violations) {
    return Failure.of(
        FailureClass.INVALID_CONTENT,
        "The content violates the content type rules: "
            + violations.stream()
                .map(violation -> violation.pointer() + " " + violation.detail())
                .collect(Collectors.joining("; ")),
        violations.stream()
            .map(violation -> new Failure.FieldError(violation.pointer(), violation.detail()))
            .toList());
  }

  private PushResult send(Prepared prepared) {
    PlatformLookup.Reached there = prepared.there();
    Sync sync = prepared.opened().sync();
    try {
      return there.gateway().push(prepared.order(liveState -> decide(prepared, liveState)));
    } catch (ConflictFound e) {
      if (e.failure().failureClass() != FailureClass.PRECONDITION_FAILED
          || prepared.opened().expected() != null) {
        throw e;
      }
      return there
          .gateway()
          .push(
              prepared.order(
                  liveState ->
                      confirmed(
                          prepared,
                          liveState,
                          conflictPolicy.decideLate(
                              there, sync, prepared.wanted(), liveState, prepared.log()::record))));
    }
  }

  private Optional<DesiredState> confirmed(
      Prepared prepared, @Nullable LiveState liveState, Optional<DesiredState> decided) {
    dataLossGuard.require(prepared.there(), prepared.opened().sync(), liveState, decided);
    if (!prepared.opened().sync().intent().options().dryRun()) {
      decided
          .filter(prepared::isNew)
          .ifPresent(
              desired ->
                  prepared
                      .log()
                      .decided(
                          liveState == null ? null : liveState.content(),
                          prepared.insteadOfWanted(desired)));
    }
    return decided;
  }

  Optional<DesiredState> decide(Prepared prepared, @Nullable LiveState liveState) {
    Sync sync = prepared.opened().sync();
    if (liveState != null && sync.intent().options().is(PushFlag.FIRST_PHASE)) {
      return Optional.empty();
    }
    if (mayStillBeDone(prepared.opened()) && !prepared.isAsSent(liveState)) {
      throw new Deferred(
          Failure.of(
              FailureClass.ACCEPTED,
              "The platform has accepted the change but does not show it yet"),
          clock.instant().plus(BETWEEN_LOOKS));
    }
    return confirmed(
        prepared,
        liveState,
        conflictPolicy.decide(
            prepared.there(),
            sync,
            prepared.wanted(),
            liveState,
            prepared.opened().basis(),
            prepared.log()::record));
  }

  /** A platform that has accepted a batch gets some time before it is written to again. */
  private static boolean mayStillBeDone(Opened opened) {
    long readBacks =
        opened.earlier().stream()
            .map(Attempt::failure)
            .filter(failure -> failure != null && failure.failureClass() == FailureClass.ACCEPTED)
            .count();
    return opened.sync().intent().options().is(PushFlag.BATCHED)
        && opened.wroteBefore()
        && readBacks > 0
        && readBacks <= MOST_LOOKS;
  }

  void conclude(Opened opened, TrailLog log, PushResult result) {
    concluding.conclude(opened, log, outcome(opened, result));
  }

  private TrackingEvent outcome(Opened opened, PushResult result) {
    Instant now = clock.instant();
    if (result.isPartial()) {
      return new SyncPartlyFailed(opened.key(), result, now);
    }
    PushOptions options = opened.sync().intent().options();
    boolean theirs = result.leftAlone() && !options.is(PushFlag.FIRST_PHASE);
    if (result.operation() == Operation.NONE && opened.wroteBefore() && !theirs) {
      // the write of an earlier attempt took effect, although its response said otherwise
      PushBaseline pushBaseline = result.base();
      PushResult found =
          PushResult.whole(opened.sync().state().operation(), result.httpStatus())
              .with(pushBaseline == null ? null : PushBaseline.readBack(pushBaseline.live()))
              .merging(result.merged());
      return new SyncSucceeded(opened.key(), found, SettledBy.READ_BACK, null, now);
    }
    return new SyncSucceeded(opened.key(), result, SettledBy.ANSWER, null, now);
  }

  /**
   * A push that may be sent.
   *
   * @param sent what an earlier attempt may have sent
   */
  record Prepared(
      Opened opened,
      PlatformLookup.Reached there,
      DesiredState wanted,
      DesiredState sent,
      Iterable<Snapshot> own,
      TrailLog log,
      AtomicReference<@Nullable DesiredState> decided) {
    PushOrder order(PushOrder.Decision decision) {
      Intent intent = opened.sync().intent();
      return new PushOrder(
          there.platform(),
          intent.typeKey(),
          wanted,
          intent.options(),
          opened.expected(),
          liveState -> {
            Optional<DesiredState> next = decision.on(liveState);
            decided.set(next.orElse(null));
            return next;
          },
          own,
          log);
    }

    /** Returns the result, with the content that was written where it is not the intended one. */
    PushResult told(PushResult result) {
      DesiredState put = decided.get();
      return put == null ? result : result.merging(insteadOfWanted(put));
    }

    /** Returns the content to write where it is not the intended one; null where it is. */
    @Nullable Snapshot insteadOfWanted(DesiredState put) {
      return put instanceof DesiredState.Content content && !put.equals(wanted)
          ? content.whole()
          : null;
    }

    /** Returns whether the content differs from the one that an earlier attempt was decided on. */
    boolean isNew(DesiredState put) {
      return opened.basis() == null || decided.get() != null || !put.equals(sent);
    }

    boolean isAsSent(@Nullable LiveState liveState) {
      return liveState != null
          && sent instanceof DesiredState.Content content
          && there
              .gateway()
              .differences(there.platform(), liveState.content(), content.whole(), own)
              .isEmpty();
    }
  }
}
