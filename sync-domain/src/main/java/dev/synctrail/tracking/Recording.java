package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.SyncSettled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records transfers that an external system performs, under the same rules as our own work: a sync
 * begins before the transfer, never changes once it is finished, and becomes unknown when its end
 * is not reported.
 */
@ApplicationScoped
@Transactional
public class Recording {
  private static final int AT_MOST = 1_000;

  private final OutsideSyncs outside;
  private final Syncs syncs;
  private final Snapshots snapshots;
  private final Event<TrackingEvent> facts;
  private final Clock clock;

  @Inject
  public Recording(
      OutsideSyncs outside,
      Syncs syncs,
      Snapshots snapshots,
      Event<TrackingEvent> facts,
      Clock clock) {
    this.outside = outside;
    this.syncs = syncs;
    this.snapshots = snapshots;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Begins a sync. A payload over the limit makes it fail at once; the stored part of the payload
   * is kept.
   */
  public SyncId begin(Begun begun) {
    Instant now = clock.instant();
    SyncId id = SyncId.at(begun.startedAt().orElse(now));
    PayloadReference data = snapshots.keep(begun.data());
    boolean push = begun.direction() == Direction.PUSH;
    Sync sync =
        Sync.begin(
            new Intent(
                id,
                begun.typeKey(),
                begun.platform(),
                begun.direction(),
                begun.cause(),
                PushOptions.NONE,
                Recorder.OUTSIDE,
                now),
            begun.version(),
            Target.NONE,
            push ? data : null);
    sync = sync.holding(push ? PayloadRole.SENT : PayloadRole.ANSWERED, data);
    if (data.truncated()) {
      sync =
          sync.failed(
              Failure.of(
                  FailureClass.PAYLOAD_TOO_LARGE,
                  "The payload has "
                      + data.originalSize()
                      + " bytes; at most "
                      + Snapshot.LIMIT
                      + " are stored"),
              false,
              SettledBy.CHECK,
              now);
    }
    outside.add(
        sync,
        new SyncEvent(
            id, Kind.BEGUN, now, begun.cause().actor(), "recorded by an external system"));
    tellIfSettled(sync);
    return id;
  }

  /**
   * Adds an attempt that the other system made.
   *
   * @return empty when there is no such sync
   * @throws IllegalTransition when the number is taken or the sync takes no more attempts
   */
  public Optional<Attempt> attempt(SyncId id, Tried tried, String actor) {
    return outside.lock(id).map(sync -> attempt(open(sync), tried, actor));
  }

  private Attempt attempt(Sync sync, Tried tried, String actor) {
    Failure failure = tried.failure().orElse(null);
    PayloadReference response = tried.response().map(snapshots::keep).orElse(null);
    Attempt attempt =
        Attempt.reported(
            sync.id(), tried.number(), tried.startedAt(), tried.endedAt(), failure, response);
    syncs.open(attempt);
    Sync next = sync.sent(tried.startedAt());
    if (failure != null) {
      next = next.tried(failure);
    }
    if (response != null) {
      next = next.holding(PayloadRole.ANSWERED, response);
    }
    outside.update(
        sync,
        next,
        event(
            sync.id(),
            Kind.REPORTED,
            actor,
            "attempt "
                + tried.number()
                + (failure == null ? " succeeded" : ": " + failure.message())));
    return attempt;
  }

  /**
   * Records a reported status.
   *
   * @return the updated sync; empty when there is none
   * @throws IllegalTransition when the sync is finished, or ours
   * @throws CompletedTooEarly when it cannot have ended at the given time
   */
  public Optional<Sync> status(SyncId id, Reported reported, String actor) {
    return outside.lock(id).map(sync -> status(open(sync), reported, actor));
  }

  private Sync status(Sync sync, Reported reported, String actor) {
    Instant now = clock.instant();
    Sync answered =
        reported
            .response()
            .map(snapshots::keep)
            .map(reference -> sync.holding(PayloadRole.ANSWERED, reference))
            .orElse(sync);
    Failure failure =
        Failure.of(
            FailureClass.REPORTED,
            reported.error().orElse("Reported as " + reported.status() + " without a reason"));
    boolean tried = sync.state().firstSentAt() != null;
    List<Attempt> attempts = tried ? syncs.attempts(sync.id()) : List.of();
    Sync next =
        switch (reported.status()) {
          case IN_PROGRESS -> stillInProgress(answered);
          case UNKNOWN -> answered.unknown(failure);
          case SUCCESS, PARTIAL ->
              begun(answered, reported, attempts)
                  .concluded(
                      new PushResult(sync.state().operation(), null, reported.items()),
                      SettledBy.OUTSIDE,
                      end(sync, reported, attempts, now));
          case FAILED ->
              begun(answered, reported, attempts)
                  .failed(
                      failure,
                      attempts.isEmpty(),
                      SettledBy.OUTSIDE,
                      end(sync, reported, attempts, now));
        };
    outside.update(
        sync,
        next,
        event(
            sync.id(),
            Kind.REPORTED,
            actor,
            reported.error().orElse(reported.status().toString())));
    tellIfSettled(next);
    return next;
  }

  /**
   * Sets the start time of a sync without attempts, unless its end is not known either: a sync that
   * was recorded after it began has no duration until its end is reported.
   */
  private static Sync begun(Sync sync, Reported reported, List<Attempt> attempts) {
    Instant startedAt = sync.id().startedAt();
    boolean measured =
        reported.completedAt().isPresent() || startedAt.equals(sync.intent().createdAt());
    return attempts.isEmpty() && measured ? sync.sent(startedAt) : sync;
  }

  /** Returns when it ended: the reported time, else the end of the last attempt, else now. */
  private static Instant end(
      Sync sync, Reported reported, List<Attempt> attempts, Instant reportedAt) {
    Instant last =
        attempts.stream()
            .map(Attempt::endedAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    Instant said = reported.completedAt().orElse(null);
    if (said == null) {
      return last == null ? reportedAt : last;
    }
    Instant earliest = last == null ? sync.id().startedAt() : last;
    if (said.isBefore(earliest)) {
      throw new CompletedTooEarly(said, earliest);
    }
    return said;
  }

  private void tellIfSettled(Sync sync) {
    Instant at = sync.state().completedAt();
    if (at != null) {
      facts.fire(SyncSettled.of(sync, at));
    }
  }

  private static Sync stillInProgress(Sync sync) {
    if (sync.status() != SyncStatus.IN_PROGRESS) {
      throw new IllegalTransition(
          "Sync " + sync.id() + " is UNKNOWN; only a final status can settle it");
    }
    return sync;
  }

  /**
   * Corrects the version that a sync is linked to.
   *
   * @param typeKey the version's type
   * @return the updated sync; empty when there is none
   * @throws VersionMismatch when the version is of another type or of other content
   */
  public Optional<Sync> link(SyncId id, TypeKey typeKey, VersionLink version, String actor) {
    return outside.lock(id).map(sync -> link(sync, typeKey, version, actor));
  }

  private Sync link(Sync sync, TypeKey typeKey, VersionLink version, String actor) {
    if (!sync.intent().typeKey().equals(typeKey)) {
      throw new VersionMismatch(
          "The version is of type " + typeKey + ", the sync is of type " + sync.intent().typeKey());
    }
    String hash = sync.version().versionHash();
    if (hash != null && !hash.equals(version.versionHash())) {
      throw new VersionMismatch("The content of the version differs from the sync: " + hash);
    }
    Sync next = sync.linkedTo(version);
    outside.update(
        sync,
        next,
        event(
            sync.id(),
            Kind.RELINKED,
            actor,
            "was " + sync.version().versionId() + ", is " + version.versionId()));
    return next;
  }

  /** Makes syncs unknown that were begun from outside and not updated for {@code lease}. */
  public int expire(Duration lease) {
    List<SyncId> silent = syncs.leftOpenOutside(clock.instant().minus(lease), AT_MOST);
    for (SyncId id : silent) {
      Sync sync = outside.lock(id).orElseThrow();
      Failure failure =
          Failure.of(
              FailureClass.TIMEOUT,
              "Nothing was reported for " + lease + "; the outcome is unknown");
      outside.update(
          sync,
          sync.unknown(failure),
          event(id, Kind.BECAME_UNKNOWN, SyncEvent.ENGINE, failure.message()));
    }
    return silent.size();
  }

  private static Sync open(Sync sync) {
    if (sync.intent().recorder() == Recorder.ENGINE) {
      throw new IllegalTransition(
          "Sync " + sync.id() + " belongs to Synctrail; external systems cannot update it");
    }
    if (sync.status().isTerminal()) {
      throw new IllegalTransition(
          "Sync " + sync.id() + " is " + sync.status() + " and never changes again");
    }
    return sync;
  }

  private SyncEvent event(SyncId id, Kind kind, String actor, @Nullable String cause) {
    return new SyncEvent(id, kind, clock.instant(), actor, cause);
  }

  /** What another system is about to do. */
  public record Begun(
      TypeKey typeKey,
      VersionLink version,
      PlatformId platform,
      Direction direction,
      Snapshot data,
      Intent.Cause cause,
      @Nullable Instant started) {

    /** Returns when it began, if the system reported it. */
    public Optional<Instant> startedAt() {
      return Optional.ofNullable(started);
    }
  }

  /**
   * An attempt that another system made.
   *
   * @param error why it failed; null when it did not
   */
  public record Tried(
      int number,
      Instant startedAt,
      Instant endedAt,
      @Nullable String error,
      @Nullable Snapshot answer) {

    /** Returns the failure, if it failed. */
    public Optional<Failure> failure() {
      return Optional.ofNullable(error).map(message -> Failure.of(FailureClass.REPORTED, message));
    }

    /** Returns the response, if the system reported it. */
    public Optional<Snapshot> response() {
      return Optional.ofNullable(answer);
    }
  }

  /**
   * A status reported by another system.
   *
   * @param completed when it ended; null when that is not reported
   */
  public record Reported(
      SyncStatus status,
      @Nullable Snapshot answer,
      @Nullable String message,
      List<PushResult.Item> items,
      @Nullable Instant completed) {

    public Reported {
      items = List.copyOf(items);
    }

    /** Returns the response, if the system reported it. */
    public Optional<Snapshot> response() {
      return Optional.ofNullable(answer);
    }

    /** Returns the error, if the system reported one. */
    public Optional<String> error() {
      return Optional.ofNullable(message);
    }

    /** Returns when it ended, if the system reported it. */
    public Optional<Instant> completedAt() {
      return Optional.ofNullable(completed);
    }
  }
}
