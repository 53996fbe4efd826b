package dev.synctrail.retrieval;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.drift.Observation;
import dev.synctrail.drift.RecordPullObservation;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.ReadResult;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.retry.Concluding;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.TrackingEvent.SyncSucceeded;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.version.Committing;
import dev.synctrail.version.Committing.Commit;
import dev.synctrail.version.Committing.Committed;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionSource;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt of one pull: reads the type, stores it as a version if it is new, and
 * concludes.
 */
@ApplicationScoped
public class Pulling {
  private static final int HTTP_OK = 200;
  private static final int HTTP_NOT_MODIFIED = 304;
  private static final int HTTP_NOT_FOUND = 404;

  private final PlatformLookup platformLookup;
  private final Committing committing;
  private final Versions versions;
  private final DeployedStates deployedStates;
  private final Snapshots snapshots;
  private final RecordPullObservation recordPullObservation;
  private final ExchangeLogs logs;
  private final Concluding concluding;
  private final Clock clock;

  @Inject
  public Pulling(
      PlatformLookup platformLookup,
      Committing committing,
      Versions versions,
      DeployedStates deployedStates,
      Snapshots snapshots,
      RecordPullObservation recordPullObservation,
      ExchangeLogs logs,
      Concluding concluding,
      Clock clock) {
    this.platformLookup = platformLookup;
    this.committing = committing;
    this.versions = versions;
    this.deployedStates = deployedStates;
    this.snapshots = snapshots;
    this.recordPullObservation = recordPullObservation;
    this.logs = logs;
    this.concluding = concluding;
    this.clock = clock;
  }

  /** Makes the attempt. Its result is recorded as a fact when this returns. */
  public void pull(Opened opened) {
    TrailLog log = logs.of(opened);
    SyncSucceeded fact;
    try {
      fact = read(opened, log);
    } catch (RuntimeException e) {
      concluding.failed(opened, log, e);
      return;
    }
    concluding.conclude(opened, log, fact);
  }

  private SyncSucceeded read(Opened opened, TrailLog log) {
    Sync sync = opened.sync();
    PlatformId id = sync.intent().platform();
    PlatformLookup.Reached there = platformLookup.to(id);
    log.targeting(Sync.Target.of(there));
    ContentTypeVersion head = versions.head(sync.intent().typeKey()).orElse(null);
    String known = head == null ? null : known(sync, head);
    ReadResult readResult =
        there
            .gateway()
            .pull(
                new PullOrder(
                    there.platform(), sync.intent().typeKey(), RequestPurpose.READ, known, log));
    if (readResult instanceof ReadResult.Unchanged && head != null) {
      return succeeded(opened, Operation.NONE, HTTP_NOT_MODIFIED, head);
    }
    LiveState liveState = readResult.live().orElseThrow(() -> gone(sync));
    log.record(); // before anything that was read is used
    recordPullObservation.seen(id, sync.intent().typeKey(), liveState);
    Committed kept = keep(sync, liveState);
    return succeeded(opened, effect(kept), HTTP_OK, kept.version());
  }

  private SyncSucceeded succeeded(
      Opened opened, Operation effect, int status, ContentTypeVersion version) {
    return new SyncSucceeded(
        opened.key(),
        PushResult.whole(effect, status),
        SettledBy.ANSWER,
        new VersionLink(version.id().hex(), version.contentHash().hex()),
        clock.instant());
  }

  /**
   * Returns the entity tag of the last observed state if it has the content of the latest version;
   * null otherwise.
   */
  private @Nullable String known(Sync sync, ContentTypeVersion head) {
    return deployedStates
        .find(sync.intent().platform(), sync.intent().typeKey())
        .map(DeployedState::live)
        .filter(observation -> means(observation, head))
        .map(Observation::etag)
        .orElse(null);
  }

  private boolean means(Observation observation, ContentTypeVersion head) {
    return snapshots
        .find(observation.content().checksum(), false)
        .flatMap(content -> ContentHash.ifReadable(content.bytes()))
        .filter(head.contentHash()::equals)
        .isPresent();
  }

  private Committed keep(Sync sync, LiveState liveState) {
    ContentType type;
    try {
      type = ContentType.read(sync.intent().typeKey(), liveState.content());
    } catch (MalformedJson e) {
      throw new Unavailable(
          Failure.of(
              FailureClass.MALFORMED_ANSWER,
              "The content of the platform cannot be stored unchanged: "
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

  /** Returns the effect of the pull on our versions. */
  private static Operation effect(Committed kept) {
    if (!kept.created()) {
      return Operation.NONE;
    }
    return kept.version().parents().isEmpty() ? Operation.CREATE : Operation.UPDATE;
  }

  private static Rejected gone(Sync sync) {
    return new Rejected(
        Failure.of(
            FailureClass.NOT_FOUND,
            "Platform " + sync.intent().platform() + " has no type " + sync.intent().typeKey(),
            HTTP_NOT_FOUND));
  }
}
