package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.RetryChain;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.tracking.TrackingEvent.FoundLeftAlone;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pins types that are rolled back, restored or removed by name, and types whose change by others is
 * kept, and ends pins.
 */
@ApplicationScoped
@Transactional
public class Pinning {
  private final Pins pins;
  private final Versions versions;
  private final Syncs syncs;
  private final Conflicts conflicts;
  private final Clock clock;

  @Inject
  public Pinning(Pins pins, Versions versions, Syncs syncs, Conflicts conflicts, Clock clock) {
    this.pins = pins;
    this.versions = versions;
    this.syncs = syncs;
    this.conflicts = conflicts;
    this.clock = clock;
  }

  /**
   * Pins a type that a push rolls back, restores or removes, replacing an earlier pin. No pin is
   * needed when the newest version is the one that is pushed.
   */
  void pin(SyncId sync, PlatformId platform, Wanted wanted, RunId rollback, Intent.Cause cause) {
    Instant now = clock.instant();
    TypeKey typeKey = wanted.typeKey();
    pins.end(
        platform, typeKey, new Pin.Ended(Pin.Cause.REPLACED, now, cause.actor(), cause.reason()));
    versions
        .head(typeKey)
        .filter(head -> !isOf(head, wanted))
        .map(
            head ->
                new Pin(
                    UUID.randomUUID(),
                    platform,
                    typeKey,
                    sync,
                    rollback,
                    head.id(),
                    wanted.intended() == null,
                    false,
                    now,
                    cause.actor(),
                    cause.reason(),
                    null))
        .ifPresent(pins::add);
  }

  private static boolean isOf(ContentTypeVersion head, Wanted wanted) {
    return wanted.intended() != null
        && head.contentHash().hex().equals(wanted.version().versionHash());
  }

  /**
   * Pins a type whose change by others is kept. Their state is where the next push begins, so that
   * a push of the version that they did not want would find no conflict any more.
   */
  void kept(Conflict conflict, String actor, @Nullable String reason) {
    SyncId met = conflict.latest();
    RunId run = syncs.find(met).map(this::deploymentOf).orElse(null);
    ContentTypeVersion head = versions.head(conflict.typeKey()).orElse(null);
    if (head == null) {
      return;
    }
    pins.add(
        new Pin(
            UUID.randomUUID(),
            conflict.platform(),
            conflict.typeKey(),
            met,
            run,
            head.id(),
            conflict.theirs() == null,
            true,
            clock.instant(),
            actor,
            reason,
            null));
    pins.landed(met);
  }

  /** Returns the deployment of a push; a push that is retried alone has none of its own. */
  private @Nullable RunId deploymentOf(Sync push) {
    return RetryChain.of(push, syncs).stream()
        .map(link -> link.intent().cause().run())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Moves the pin of a retried push to the retry. */
  void retried(Sync sync, SyncId next, Wanted wanted, Intent.Cause cause) {
    boolean pinned = sync.intent().options().is(PushFlag.EXACTLY) || sync.isRemoval();
    if (!pinned || sync.intent().options().dryRun()) {
      return;
    }
    List<Sync> chain = RetryChain.of(sync, syncs);
    RunId rollback = chain.get(chain.size() - 1).intent().cause().run();
    if (!pins.retried(sync.id(), next) && rollback != null) {
      pin(next, sync.intent().platform(), wanted, rollback, cause);
    }
  }

  /** Ends the pin of a type that is deployed or removed by name. */
  void deployed(PlatformId platform, TypeKey typeKey, Intent.Cause cause) {
    end(platform, typeKey, Pin.Cause.DEPLOYED, cause);
  }

  /**
   * Removes the pin of a type.
   *
   * @return whether there was a pin in force
   */
  public boolean remove(PlatformId platform, TypeKey typeKey, Intent.Cause cause) {
    boolean held = pins.holding(platform, typeKey).isPresent();
    if (held) {
      end(platform, typeKey, Pin.Cause.REMOVED, cause);
    }
    return held;
  }

  private void end(PlatformId platform, TypeKey typeKey, Pin.Cause why, Intent.Cause cause) {
    pins.end(platform, typeKey, new Pin.Ended(why, clock.instant(), cause.actor(), cause.reason()));
  }

  void landed(@Observes PushLanded fact) {
    pins.landed(fact.sync());
  }

  void leftAlone(@Observes FoundLeftAlone fact) {
    conflicts
        .of(fact.sync())
        .filter(conflict -> conflict.resolution() == OnConflict.KEEP_THEIRS)
        .ifPresent(conflict -> kept(conflict, requireNonNull(conflict.actor()), conflict.reason()));
  }
}
