package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.Placement.LeftBy;
import dev.synctrail.platform.Base;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notes, with the outcome of a push, what it put where, and queues the look that reads it back. */
@Dependent
@Transactional(MANDATORY)
public class Placing {
  private final Placements placements;
  private final Verdicts verdicts;
  private final Episodes episodes;
  private final Surveys surveys;
  private final Snapshots snapshots;
  private final Backlog backlog;
  private final DriftPolicy policy;

  @Inject
  public Placing(
      Placements placements,
      Verdicts verdicts,
      Episodes episodes,
      Surveys surveys,
      Snapshots snapshots,
      Backlog backlog,
      DriftPolicy policy) {
    this.placements = placements;
    this.verdicts = verdicts;
    this.episodes = episodes;
    this.surveys = surveys;
    this.snapshots = snapshots;
    this.backlog = backlog;
    this.policy = policy;
  }

  void landed(@Observes PushLanded fact) {
    Placement before =
        placements
            .lock(fact.platform(), fact.typeKey())
            .orElseGet(() -> Placement.unknown(fact.platform(), fact.typeKey()));
    boolean changed = fact.operation() != Operation.NONE;
    endEpisode(fact, changed ? Episode.End.PUSHED : Episode.End.ACCEPTED);
    if (changed) {
      supersede(before, fact.sync(), fact.at());
    }
    Instant now = fact.at();
    Placement next = changed ? left(before, fact) : confirmed(before, fact);
    placements.save(look(next, now, now.plus(policy.readBackAfter())));
  }

  private void endEpisode(PushLanded fact, Episode.End how) {
    episodes
        .lasting(fact.platform(), fact.typeKey())
        .map(episode -> episode.ended(how, fact.at(), fact.sync(), fact.actor(), null))
        .ifPresent(episodes::save);
  }

  private Placement left(Placement before, PushLanded fact) {
    Base base = fact.base();
    Evidence wanted = fact.operation() == Operation.DELETE ? null : wanted(fact);
    return base == null
        ? before.pushed(fact.sync(), wanted, null, null)
        : before.pushed(
            fact.sync(),
            wanted,
            seen(base, fact.at()),
            switch (base.source()) {
              case ANSWER -> LeftBy.ANSWER;
              case READ_BACK -> LeftBy.READ_BACK;
            });
  }

  /**
   * A push that changed nothing takes no other's place: where an earlier one has put the same
   * there, that one goes on being what is looked after.
   */
  private Placement confirmed(Placement before, PushLanded fact) {
    SyncId earlier = before.pushed();
    Base base = fact.base();
    Evidence wanted = wanted(fact);
    return before.pushed(
        earlier != null && Objects.equals(before.wanted(), wanted) ? earlier : fact.sync(),
        wanted,
        base == null ? null : seen(base, fact.at()),
        base == null ? null : LeftBy.CONFIRMED_ANSWER);
  }

  /** What a merge has put there is wanted with others' changes in it. */
  private @Nullable Evidence wanted(PushLanded fact) {
    return fact.merged() == null ? fact.intended() : snapshots.keep(fact.merged());
  }

  private Seen seen(Base base, Instant at) {
    return new Seen(snapshots.keep(base.live().content()), base.live().etag(), at);
  }

  private void supersede(Placement before, SyncId later, Instant now) {
    SyncId earlier = before.pushed();
    if (earlier == null) {
      return;
    }
    Verdict last = verdicts.on(earlier).orElse(null);
    verdicts.give(
        new Verdict(
            earlier,
            Verdict.Word.SUPERSEDED,
            last == null ? List.of() : last.fields(),
            null,
            last == null ? null : last.live(),
            now,
            now,
            later,
            last == null ? null : last.check(),
            last == null ? before.leftBy() : last.base()));
  }

  /**
   * Queues a look at a type in place of one that waits, and returns the placement with it. Whoever
   * asks is a lane of the platform, which finds it when it is due.
   */
  Placement look(Placement placement, Instant now, Instant due) {
    UUID waiting = placement.check();
    if (waiting != null) {
      backlog.remove(waiting);
      surveys.looked(waiting, now);
    }
    PlatformId platform = placement.platform();
    TypeKey typeKey = placement.typeKey();
    UUID check = SyncId.at(now).value();
    backlog.addCheck(check, platform, typeKey, due);
    return placement.checking(check);
  }
}
