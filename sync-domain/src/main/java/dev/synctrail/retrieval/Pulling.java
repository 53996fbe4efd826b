package dev.synctrail.retrieval;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Live;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PullOrder;
import dev.synctrail.platform.PushResult;
import dev.synctrail.platform.Reach;
import dev.synctrail.platform.Rejected;
import dev.synctrail.platform.Unavailable;
import dev.synctrail.retry.Concluding;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.tracking.Trying;
import dev.synctrail.tracking.Trying.Opened;
import dev.synctrail.version.Committing;
import dev.synctrail.version.Committing.Commit;
import dev.synctrail.version.Committing.Committed;
import dev.synctrail.version.VersionSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Makes one try of one pull: reads the type, keeps it as a version when new, and concludes. */
@Dependent
public class Pulling {
  private static final int HTTP_OK = 200;
  private static final int HTTP_NOT_FOUND = 404;

  private final Reach reach;
  private final Committing committing;
  private final Trying trying;
  private final ExchangeLogs logs;
  private final Concluding concluding;
  private final Event<TrackingEvent> facts;
  private final Clock clock;

  @Inject
  public Pulling(
      Reach reach,
      Committing committing,
      Trying trying,
      ExchangeLogs logs,
      Concluding concluding,
      Event<TrackingEvent> facts,
      Clock clock) {
    this.reach = reach;
    this.committing = committing;
    this.trying = trying;
    this.logs = logs;
    this.concluding = concluding;
    this.facts = facts;
    this.clock = clock;
  }

  /** Makes the try; whatever comes of it is a fact when this returns. */
  public void pull(Opened opened) {
    TrailLog log = logs.of(opened.key());
    SyncSucceeded fact;
    try {
      fact = read(opened, log);
    } catch (RuntimeException e) {
      concluding.failed(opened, log, e);
      return;
    }
    facts.fire(fact);
  }

  private SyncSucceeded read(Opened opened, TrailLog log) {
    Sync sync = opened.sync();
    PlatformId id = sync.intent().platform();
    Reach.Reached there = reach.to(id);
    trying.targeting(
        opened.key(),
        new Sync.Target(
            there.platform().revision(),
            there.gateway().credentials(there.platform()).fingerprint(),
            there.gateway().adapterVersion()));
    Live live =
        there
            .gateway()
            .pull(new PullOrder(there.platform(), sync.intent().typeKey(), log))
            .orElseThrow(() -> gone(sync));
    Committed kept = keep(sync, live);
    return new SyncSucceeded(
        opened.key(),
        PushResult.whole(effect(kept), HTTP_OK),
        SettledBy.ANSWER,
        new VersionLink(kept.version().id().hex(), kept.version().contentHash().hex()),
        clock.instant());
  }

  private Committed keep(Sync sync, Live live) {
    ContentType type;
    try {
      type = ContentType.read(sync.intent().typeKey(), live.content());
    } catch (MalformedJson e) {
      throw new Unavailable(
          Failure.of(
              FailureClass.MALFORMED_ANSWER,
              "The platform's content cannot be kept without changing it: "
                  + e.pointer()
                  + " "
                  + e.detail()),
          e);
    }
    return committing.commit(
        Commit.onHead(
            type,
            VersionSource.SYNC,
            sync.intent().cause().actor(),
            "Pulled from " + sync.intent().platform()));
  }

  /** What the pull did to our versions. */
  private static Operation effect(Committed kept) {
    if (!kept.created()) {
      return Operation.NONE;
    }
    return kept.version().parents().isEmpty() ? Operation.CREATE : Operation.UPDATE;
  }

  private static Rejected gone(Sync sync) {
    return new Rejected(
        new Failure(
            FailureClass.NOT_FOUND,
            "Platform " + sync.intent().platform() + " has no type " + sync.intent().typeKey(),
            HTTP_NOT_FOUND,
            null,
            List.of(),
            null));
  }
}
