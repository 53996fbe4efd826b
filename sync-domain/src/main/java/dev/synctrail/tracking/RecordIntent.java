package dev.synctrail.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.Backlog.Place;
import dev.synctrail.tracking.Intent.Cause;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records intents and queues them in the caller's transaction: either all of it is recorded or
 * nothing is done.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class RecordIntent {
  private final Syncs syncs;
  private final Runs runs;
  private final Backlog backlog;
  private final Settlement settlement;
  private final Event<TrackingEvent> facts;
  private final Clock clock;

  @Inject
  public RecordIntent(
      Syncs syncs,
      Runs runs,
      Backlog backlog,
      Settlement settlement,
      Event<TrackingEvent> facts,
      Clock clock) {
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
    this.settlement = settlement;
    this.facts = facts;
    this.clock = clock;
  }

  /** Begins a run of a known number of syncs; a run without syncs is complete at once. */
  public Run run(
      Direction direction,
      PlatformId platform,
      PushOptions options,
      Cause cause,
      Run.Origin origin,
      int total) {
    Run run = run(direction, platform, options, cause, origin, total, false);
    runs.add(run);
    return run;
  }

  /** Begins a pull run whose types are to be listed by the platform. */
  public Run listing(PlatformId platform, Cause cause) {
    Run run = run(Direction.PULL, platform, PushOptions.NONE, cause, Run.Origin.NONE, 0, true);
    runs.add(run);
    backlog.addListing(run.id(), platform, run.createdAt());
    facts.fire(new WorkQueued(platform));
    return run;
  }

  private Run run(
      Direction direction,
      PlatformId platform,
      PushOptions options,
      Cause cause,
      Run.Origin origin,
      int total,
      boolean listing) {
    Instant now = clock.instant();
    boolean done = total == 0 && !listing;
    return new Run(
        RunId.at(now),
        direction,
        platform,
        cause.actor(),
        cause.onBehalfOf(),
        cause.reason(),
        cause.syncMetadata(),
        options,
        origin,
        null,
        Run.Counts.of(total),
        listing,
        null,
        now,
        done ? now : null,
        done ? now : null);
  }

  /** Begins one sync of ours and queues it. */
  public SyncId sync(Wanted wanted, PlatformId platform, PushOptions options, Cause cause) {
    return sync(wanted, platform, options, cause, 0);
  }

  /**
   * Begins one sync of ours, outside a run, and queues it behind the earlier stages of an order.
   *
   * @param order the same for all syncs that wait for each other
   * @param stage from 0
   */
  public SyncId sync(
      Wanted wanted, PlatformId platform, PushOptions options, Cause cause, UUID order, int stage) {
    return queue(begin(wanted, platform, options, cause), new Place(order, stage, false));
  }

  /**
   * Begins one sync of ours and queues it behind the earlier stages of its run.
   *
   * @param stage from 0
   */
  public SyncId sync(
      Wanted wanted, PlatformId platform, PushOptions options, Cause cause, int stage) {
    Sync sync = begin(wanted, platform, options, cause);
    RunId run = cause.run();
    return queue(sync, run == null ? null : new Place(run.value(), stage, sync.goesTogether()));
  }

  private SyncId queue(Sync sync, @Nullable Place place) {
    Intent intent = sync.intent();
    backlog.add(sync.id(), intent.platform(), intent.typeKey(), intent.createdAt(), place);
    return sync.id();
  }

  /** Records one sync of ours that is rejected before anything is attempted. */
  public SyncId refused(
      Wanted wanted, PlatformId platform, PushOptions options, Cause cause, Failure why) {
    Sync sync = begin(wanted, platform, options, cause);
    Instant now = sync.intent().createdAt();
    settlement.of(
        sync.failed(why, false, SettledBy.CHECK, now),
        new SyncEvent(sync.id(), Kind.FAILED, now, SyncEvent.ENGINE, why.message()));
    return sync.id();
  }

  private Sync begin(Wanted wanted, PlatformId platform, PushOptions options, Cause cause) {
    Instant now = clock.instant();
    SyncId id = SyncId.at(now);
    Sync sync =
        Sync.begin(
            new Intent(
                id,
                wanted.typeKey(),
                platform,
                wanted.direction(),
                cause,
                options,
                Recorder.ENGINE,
                now),
            wanted.version(),
            Target.NONE,
            wanted.intended());
    syncs.add(sync);
    syncs.append(new SyncEvent(id, Kind.BEGUN, now, cause.actor(), cause.reason()));
    return sync;
  }

  /** Announces that work for a platform was queued; lanes see it once the transaction commits. */
  public void queued(PlatformId platform) {
    facts.fire(new WorkQueued(platform));
  }

  /**
   * The subject of one sync.
   *
   * @param intended the payload of a push; null for a pull, and for a push that removes the type
   */
  public record Wanted(
      Direction direction,
      TypeKey typeKey,
      VersionLink version,
      @Nullable PayloadReference intended) {}
}
