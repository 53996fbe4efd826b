package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes what somebody else put on a platform as it is, because a person has said so. */
@Dependent
@Transactional(MANDATORY)
public class Accepting {
  private final Placements placements;
  private final Episodes episodes;
  private final Clock clock;

  @Inject
  public Accepting(Placements placements, Episodes episodes, Clock clock) {
    this.placements = placements;
    this.episodes = episodes;
    this.clock = clock;
  }

  /**
   * From now on theirs is what a change is told from.
   *
   * @param theirs null for nothing
   */
  public void accept(
      PlatformId platform,
      TypeKey typeKey,
      @Nullable Evidence theirs,
      @Nullable String etag,
      String actor,
      @Nullable String reason) {
    Instant now = clock.instant();
    Seen seen = theirs == null ? null : new Seen(theirs, etag, now);
    placements
        .lock(platform, typeKey)
        .map(placement -> placement.accepted(seen, now))
        .ifPresent(placements::save);
    episodes
        .lasting(platform, typeKey)
        .map(episode -> episode.ended(Episode.End.ACCEPTED, now, null, actor, reason))
        .ifPresent(episodes::save);
  }
}
