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
import java.util.List;
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

  /** From now on theirs is what a change is told from. */
  public void accept(
      PlatformId platform, TypeKey typeKey, Theirs theirs, String actor, @Nullable String reason) {
    Instant now = clock.instant();
    Seen seen = theirs.content() == null ? null : new Seen(theirs.content(), theirs.etag(), now);
    placements
        .lock(platform, typeKey)
        .map(placement -> placement.accepted(seen, theirs.fields(), now))
        .ifPresent(placements::save);
    episodes
        .lasting(platform, typeKey)
        .map(episode -> episode.ended(Episode.End.ACCEPTED, now, null, actor, reason))
        .ifPresent(episodes::save);
  }

  /**
   * What somebody else put there.
   *
   * @param content null for nothing
   * @param etag null when the platform gave none
   * @param fields where it is not what we left, by JSON Pointer (RFC 6901)
   */
  public record Theirs(@Nullable Evidence content, @Nullable String etag, List<String> fields) {
    public Theirs {
      fields = List.copyOf(fields);
    }
  }
}
