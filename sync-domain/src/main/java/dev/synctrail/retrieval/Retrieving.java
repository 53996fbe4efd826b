package dev.synctrail.retrieval;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RecordIntent;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Sync.VersionLink;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.LinkedHashSet;

/** Requests a pull run: one sync per type, or first a listing when all types are requested. */
@ApplicationScoped
@Transactional
public class Retrieving {
  private final Platforms platforms;
  private final RecordIntent recordIntent;

  @Inject
  public Retrieving(Platforms platforms, RecordIntent recordIntent) {
    this.platforms = platforms;
    this.recordIntent = recordIntent;
  }

  /**
   * Records the pull run and queues it.
   *
   * @throws UnknownPlatform when the platform is not configured
   */
  public Run retrieve(RetrievalOrder order) {
    PlatformId platform = order.platform();
    platforms.require(platform);
    return order
        .named()
        .map(LinkedHashSet::new)
        .map(typeKeys -> named(platform, typeKeys, order.cause()))
        .orElseGet(() -> recordIntent.listing(platform, order.cause()));
  }

  private Run named(PlatformId platform, Collection<TypeKey> typeKeys, Intent.Cause cause) {
    Run run =
        recordIntent.run(
            Direction.PULL, platform, PushOptions.NONE, cause, Run.Origin.NONE, typeKeys.size());
    begin(typeKeys, platform, cause.in(run.id()));
    return run;
  }

  /** Begins the pulls of an existing run, in the caller's transaction. */
  void begin(Collection<TypeKey> typeKeys, PlatformId platform, Intent.Cause cause) {
    for (TypeKey typeKey : typeKeys) {
      recordIntent.sync(
          new Wanted(Direction.PULL, typeKey, VersionLink.NONE, null),
          platform,
          PushOptions.NONE,
          cause);
    }
    recordIntent.queued(platform);
  }
}
