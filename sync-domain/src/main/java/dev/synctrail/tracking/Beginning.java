package dev.synctrail.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.tracking.Intent.Cause;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes down that something is wanted, and queues it, in the caller's transaction: either all of
 * it is recorded or nothing will be done.
 */
@Dependent
@Transactional(MANDATORY)
public class Beginning {
  private final Syncs syncs;
  private final Runs runs;
  private final Backlog backlog;
  private final Event<TrackingEvent> facts;
  private final Clock clock;

  @Inject
  public Beginning(
      Syncs syncs, Runs runs, Backlog backlog, Event<TrackingEvent> facts, Clock clock) {
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
    this.facts = facts;
    this.clock = clock;
  }

  /** Begins a run of a known number of syncs; one of none is complete at once. */
  public Run run(
      Direction direction,
      PlatformId platform,
      PushOptions options,
      Cause cause,
      @Nullable RunId retryOf,
      int total) {
    Run run = run(direction, platform, options, cause, retryOf, total, false);
    runs.add(run);
    return run;
  }

  /** Begins a run whose types the platform must be asked for. */
  public Run listing(PlatformId platform, Cause cause) {
    Run run = run(Direction.PULL, platform, PushOptions.NONE, cause, null, 0, true);
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
      @Nullable RunId retryOf,
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
        retryOf,
        Run.Counts.of(total),
        listing,
        null,
        now,
        done ? now : null,
        done ? now : null);
  }

  /** Begins one sync of ours and queues it. */
  public SyncId sync(Wanted wanted, PlatformId platform, PushOptions options, Cause cause) {
    Instant now = clock.instant();
    SyncId id = SyncId.at(now);
    syncs.add(
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
            wanted.intended()));
    syncs.append(new SyncEvent(id, Kind.BEGUN, now, cause.actor(), cause.reason()));
    backlog.add(id, platform, wanted.typeKey(), now);
    return id;
  }

  /** Tells the lanes that everything begun in this transaction is there once it commits. */
  public void queued(PlatformId platform) {
    facts.fire(new WorkQueued(platform));
  }

  /**
   * What one sync is about.
   *
   * @param intended the payload of a push; null for a pull
   */
  public record Wanted(
      Direction direction, TypeKey typeKey, VersionLink version, @Nullable Evidence intended) {}
}
