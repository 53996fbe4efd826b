package dev.synctrail.deployment;

import dev.synctrail.conflict.Arbitrating;
import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.platform.Conflict;
import dev.synctrail.platform.CredentialState;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PushOrder;
import dev.synctrail.platform.PushResult;
import dev.synctrail.platform.Reach;
import dev.synctrail.retry.Concluding;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Role;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.SyncPartlyFailed;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.tracking.Trying;
import dev.synctrail.tracking.Trying.Opened;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes one try of one push: our own checks first, then the gateway, then the outcome. */
@Dependent
public class Pushing {
  private final Reach reach;
  private final Snapshots snapshots;
  private final Arbitrating arbitrating;
  private final Trying trying;
  private final ExchangeLogs logs;
  private final Concluding concluding;
  private final Event<TrackingEvent> facts;
  private final Clock clock;

  @Inject
  public Pushing(
      Reach reach,
      Snapshots snapshots,
      Arbitrating arbitrating,
      Trying trying,
      ExchangeLogs logs,
      Concluding concluding,
      Event<TrackingEvent> facts,
      Clock clock) {
    this.reach = reach;
    this.snapshots = snapshots;
    this.arbitrating = arbitrating;
    this.trying = trying;
    this.logs = logs;
    this.concluding = concluding;
    this.facts = facts;
    this.clock = clock;
  }

  /** Makes the try; whatever comes of it is a fact when this returns. */
  public void push(Opened opened) {
    TrailLog log = logs.of(opened.key());
    PushResult result;
    try {
      Snapshot wanted = intended(opened.sync());
      Reach.Reached there = reach.to(opened.sync().intent().platform());
      Optional<Failure> refusal = check(opened.sync(), wanted, there.gateway().contentModel());
      if (refusal.isPresent()) {
        concluding.refused(opened, refusal.get());
        return;
      }
      result = send(opened, wanted, there, log);
    } catch (RuntimeException e) {
      concluding.failed(opened, log, e);
      return;
    }
    conclude(opened, result);
  }

  private Snapshot intended(Sync sync) {
    return sync.evidence(Role.INTENDED)
        .flatMap(evidence -> snapshots.find(evidence.checksum(), false))
        .orElseThrow(() -> new IllegalStateException("Sync " + sync.id() + " intends nothing"));
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
                  + " are sent and kept"));
    }
    try {
      List<Violation> violations = model.check(ContentType.read(sync.intent().typeKey(), wanted));
      return violations.isEmpty() ? Optional.empty() : Optional.of(invalid(violations));
    } catch (MalformedJson e) {
      return Optional.of(Failure.of(FailureClass.INVALID_CONTENT, e.pointer() + " " + e.detail()));
    }
  }

  private static Failure invalid(List<Violation> violations) {
    return new Failure(
        FailureClass.INVALID_CONTENT,
        "The content breaks the content-type rules: "
            + violations.stream()
                .map(violation -> violation.pointer() + " " + violation.detail())
                .collect(Collectors.joining("; ")),
        null,
        null,
        violations.stream()
            .map(violation -> new Failure.FieldError(violation.pointer(), violation.detail()))
            .toList(),
        null);
  }

  private PushResult send(Opened opened, Snapshot wanted, Reach.Reached there, TrailLog log) {
    Sync sync = opened.sync();
    CredentialState credentials = there.gateway().credentials(there.platform());
    trying.targeting(
        opened.key(),
        new Sync.Target(
            there.platform().revision(),
            credentials.fingerprint(),
            there.gateway().adapterVersion()));
    try {
      return there
          .gateway()
          .push(
              order(
                  opened,
                  there,
                  wanted,
                  log,
                  live -> arbitrating.decide(there, sync, wanted, live)));
    } catch (Conflict e) {
      if (e.failure().failureClass() != FailureClass.PRECONDITION_FAILED
          || opened.expected() != null) {
        throw e;
      }
      return there
          .gateway()
          .push(
              order(
                  opened,
                  there,
                  wanted,
                  log,
                  live -> arbitrating.decideLate(there, sync, wanted, live)));
    }
  }

  private static PushOrder order(
      Opened opened,
      Reach.Reached there,
      Snapshot wanted,
      TrailLog log,
      PushOrder.Decision decision) {
    Intent intent = opened.sync().intent();
    return new PushOrder(
        there.platform(),
        intent.typeKey(),
        wanted,
        intent.options(),
        opened.expected(),
        decision,
        log);
  }

  private void conclude(Opened opened, PushResult result) {
    Instant now = clock.instant();
    if (result.isPartial()) {
      facts.fire(new SyncPartlyFailed(opened.key(), result, now));
      return;
    }
    if (result.operation() == Operation.NONE && opened.wroteBefore()) {
      // an earlier try's write is what is there, although its answer said otherwise
      PushResult found = PushResult.whole(opened.sync().state().operation(), result.httpStatus());
      facts.fire(new SyncSucceeded(opened.key(), found, SettledBy.READ_BACK, null, now));
      return;
    }
    facts.fire(new SyncSucceeded(opened.key(), result, SettledBy.ANSWER, null, now));
  }
}
