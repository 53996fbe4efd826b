package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Live;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Remembers what a pull has seen of a type that we never pushed, so that the next read may ask
 * whether it is still that. Of what we pushed, only looks say how it stands.
 */
@Dependent
@Transactional(REQUIRES_NEW)
public class Sighting {
  private final Placements placements;
  private final Snapshots snapshots;
  private final Clock clock;

  @Inject
  public Sighting(Placements placements, Snapshots snapshots, Clock clock) {
    this.placements = placements;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /** Notes what was seen. */
  public void seen(PlatformId platform, TypeKey typeKey, Live live) {
    Placement known =
        placements.lock(platform, typeKey).orElseGet(() -> Placement.unknown(platform, typeKey));
    if (known.pushed() == null) {
      Instant now = clock.instant();
      Seen seen = new Seen(snapshots.keep(live.content()), live.etag(), now);
      placements.save(known.found(seen, List.of(), List.of(), now).checking(known.check()));
    }
  }
}
