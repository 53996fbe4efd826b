package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
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
  private final Backlog backlog;
  private final DriftPolicy policy;

  @Inject
  public Placing(
      Placements placements,
      Verdicts verdicts,
      Episodes episodes,
      Surveys surveys,
      Backlog backlog,
      DriftPolicy policy) {
    this.placements = placements;
    this.verdicts = verdicts;
    this.episodes = episodes;
    this.surveys = surveys;
    this.backlog = backlog;
    this.policy = policy;
  }

  void landed(@Observes PushLanded fact) {
    Instant now = fact.at();
    Placement before =
        placements
            .lock(fact.platform(), fact.typeKey())
            .orElseGet(() -> Placement.unknown(fact.platform(), fact.typeKey()));
    supersede(before.pushed(), fact.sync(), now);
    episodes
        .lasting(fact.platform(), fact.typeKey())
        .map(episode -> episode.ended(Episode.End.PUSHED, now, fact.sync(), fact.actor(), null))
        .ifPresent(episodes::save);
    Placement next =
        before.pushed(fact.sync(), fact.operation() == Operation.DELETE ? null : fact.intended());
    placements.save(look(next, now, now.plus(policy.readBackAfter())));
  }

  private void supersede(@Nullable SyncId earlier, SyncId later, Instant now) {
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
            last == null ? null : last.check()));
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
