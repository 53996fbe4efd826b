package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.drift.Verdict.Word;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.Live;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Try;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records what a look found, each time in one transaction with the end of the look itself. */
@Dependent
@Transactional(REQUIRES_NEW)
public class Observing {
  private final Placements placements;
  private final Verdicts verdicts;
  private final Episodes episodes;
  private final Surveys surveys;
  private final Snapshots snapshots;
  private final Backlog backlog;
  private final Clock clock;

  @Inject
  public Observing(
      Placements placements,
      Verdicts verdicts,
      Episodes episodes,
      Surveys surveys,
      Snapshots snapshots,
      Backlog backlog,
      Clock clock) {
    this.placements = placements;
    this.verdicts = verdicts;
    this.episodes = episodes;
    this.surveys = surveys;
    this.snapshots = snapshots;
    this.backlog = backlog;
    this.clock = clock;
  }

  /** Nothing is to be looked at any more. */
  void drop(Try key) {
    backlog.requireHeld(key);
    backlog.remove(key.trail());
    surveys.looked(key.trail(), clock.instant());
  }

  /** Leaves the look for later. */
  void postpone(Try key, Instant due) {
    backlog.release(key, due, null);
  }

  /** Leaves the look for later because what it found may not last. */
  void doubted(Try key, Placement seen, Instant due) {
    backlog.release(key, due, null);
    placements
        .lock(seen.platform(), seen.typeKey())
        .filter(held -> Objects.equals(held.check(), key.trail()))
        .ifPresent(held -> placements.save(held.doubted()));
  }

  /** Leaves the look for later because it failed. */
  void retry(Try key, Instant due) {
    backlog.retry(key, due);
  }

  /** It is there as before. */
  void unchanged(Try key, Placement seen) {
    Instant now = clock.instant();
    over(key, seen, held -> held.unchanged(now), now);
  }

  /** It is not there. */
  void absent(Try key, Placement seen) {
    Instant now = clock.instant();
    if (seen.pushed() == null) {
      backlog.requireHeld(key);
      placements.lock(seen.platform(), seen.typeKey());
      placements.forget(seen);
      done(key, now);
      return;
    }
    over(key, seen, held -> held.absent(now), now);
  }

  /** It is there. */
  void found(Try key, Placement seen, Live live, List<String> differing, List<String> changed) {
    Instant now = clock.instant();
    Seen found = new Seen(snapshots.keep(live.content()), live.etag(), now);
    over(key, seen, held -> held.found(found, differing, changed, now), now);
  }

  /** Nothing can be said: the platform cannot be asked. */
  void inVain(Try key, Placement seen, Failure failure) {
    Instant now = clock.instant();
    backlog.requireHeld(key);
    Placement held = placements.lock(seen.platform(), seen.typeKey()).orElse(seen);
    if (Objects.equals(held.check(), key.trail())) {
      SyncId pushed = held.pushed();
      if (pushed != null && verdicts.on(pushed).isEmpty()) {
        verdicts.give(
            new Verdict(
                pushed,
                Word.UNVERIFIABLE,
                List.of(),
                failure.message(),
                null,
                now,
                now,
                null,
                key.trail(),
                held.leftBy()));
      }
      placements.save(held.checking(null));
    }
    done(key, now);
  }

  private void over(Try key, Placement seen, Step step, Instant now) {
    backlog.requireHeld(key);
    Placement held = placements.lock(seen.platform(), seen.typeKey()).orElse(seen);
    // a push has come in between and queued a look of its own
    if (Objects.equals(held.check(), key.trail())) {
      Placement next = step.from(held);
      placements.save(next);
      tell(next, key.trail(), now);
      keepEpisode(held, next, now);
    }
    done(key, now);
  }

  private void done(Try key, Instant now) {
    backlog.remove(key.trail());
    surveys.looked(key.trail(), now);
  }

  private void tell(Placement placement, UUID check, Instant now) {
    SyncId pushed = placement.pushed();
    Word word = placement.word();
    if (pushed == null || word == null) {
      return;
    }
    Verdict last = verdicts.on(pushed).orElse(null);
    Instant since =
        last != null && last.word() == word && last.fields().equals(placement.fields())
            ? last.givenAt()
            : now;
    verdicts.give(
        new Verdict(
            pushed,
            word,
            placement.fields(),
            null,
            placement.live(),
            since,
            now,
            null,
            check,
            base(placement, last)));
  }

  /** What a person took later does not change what the push itself left there. */
  private static Placement.@Nullable LeftBy base(Placement placement, @Nullable Verdict last) {
    if (placement.leftBy() != Placement.LeftBy.PERSON) {
      return placement.leftBy();
    }
    return last == null ? null : last.base();
  }

  private void keepEpisode(Placement before, Placement now, Instant at) {
    Episode lasting = episodes.lasting(now.platform(), now.typeKey()).orElse(null);
    if (!now.state().isDrift()) {
      if (lasting != null) {
        episodes.save(lasting.ended(Episode.End.REVERTED, at, null, null, null));
      }
      return;
    }
    episodes.save(lasting == null ? begun(before, now, at) : lasting.seen(now, at));
  }

  private static Episode begun(Placement before, Placement now, Instant at) {
    return new Episode(
        SyncId.at(at).value(),
        now.platform(),
        now.typeKey(),
        Objects.requireNonNull(now.pushed()),
        now.state(),
        now.fields(),
        before.lastKnownGood(),
        at,
        at,
        now.live(),
        null,
        null,
        null,
        null,
        null);
  }

  /** What a look makes of a placement. */
  @FunctionalInterface
  private interface Step {
    Placement from(Placement held);
  }
}
