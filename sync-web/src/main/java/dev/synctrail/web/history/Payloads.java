package dev.synctrail.web.history;

import dev.synctrail.history.PurgeRecord;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the payloads of syncs, masked as the current caller requires. Bytes that do not have the
 * recorded checksum are never returned.
 */
@ApplicationScoped
public class Payloads {
  private static final Logger LOG = System.getLogger(Payloads.class.getName());

  private final Snapshots snapshots;
  private final Versions versions;
  private final PayloadMasks payloadMasks;

  @Inject
  public Payloads(Snapshots snapshots, Versions versions, PayloadMasks payloadMasks) {
    this.snapshots = snapshots;
    this.versions = versions;
    this.payloadMasks = payloadMasks;
  }

  /**
   * Returns the reference to a payload.
   *
   * @throws Problem 404, such as {@code NOTHING_SENT}
   */
  public static StoredPayload required(SyncSummary sync, PayloadRole payloadRole) {
    StoredPayload payload = sync.payload(payloadRole);
    if (payload == null) {
      throw Problem.of(404, "NOTHING_" + payloadRole, nothing(sync, payloadRole));
    }
    return payload;
  }

  private static String nothing(SyncSummary sync, PayloadRole payloadRole) {
    String what =
        switch (payloadRole) {
          case SENT -> "Nothing was sent";
          case INTENDED -> "Nothing was intended";
          case BEFORE -> "The previous state is unknown";
          case ANSWERED -> "There was no response";
        };
    return sync.operation() == null
        ? what
        : what + "; the operation was " + sync.operation().name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the bytes after checking their checksum, masked unless the caller may see all of them.
   *
   * @throws Problem 404 when there is no payload in that role; 410 {@code PAYLOAD_PURGED}; 500
   *     {@code SNAPSHOT_CORRUPT}
   */
  public Snapshot bytes(SyncSummary sync, PayloadRole payloadRole) {
    return bytes(sync.id(), payloadRole.name(), required(sync, payloadRole));
  }

  /**
   * Returns the bytes of any payload of a sync after checking their checksum.
   *
   * @param what a description of the payload for the log
   * @throws Problem 410 {@code PAYLOAD_PURGED}; 500 {@code SNAPSHOT_CORRUPT}
   */
  public Snapshot bytes(SyncId sync, String what, StoredPayload payload) {
    PurgeRecord purgeRecord = payload.purged();
    if (purgeRecord != null) {
      throw gone(payload, purgeRecord);
    }
    try {
      return snapshots
          .find(payload.checksum(), payload.truncated())
          .map(payloadMasks::shown)
          .orElseThrow(() -> corrupt("Sync " + sync, what, "the bytes are missing"));
    } catch (SnapshotCorrupt e) {
      throw corrupt("Sync " + sync, what, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the content of a version after checking its checksum.
   *
   * @throws Problem 500 {@code SNAPSHOT_CORRUPT}
   */
  Snapshot bytes(ContentTypeVersion version) {
    try {
      return versions
          .content(version)
          .map(payloadMasks::shown)
          .orElseThrow(
              () -> corrupt("Version " + version.id(), "content", "the bytes are missing"));
    } catch (SnapshotCorrupt e) {
      throw corrupt("Version " + version.id(), "content", String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the bytes that a sync refers to after checking their checksum.
   *
   * @param what a description of the payload for the log
   * @throws Problem 404 if they are no longer stored; 500 {@code SNAPSHOT_CORRUPT}
   */
  Snapshot bytes(SyncId sync, String what, PayloadReference payload) {
    try {
      return snapshots
          .find(payload.checksum(), payload.truncated())
          .map(payloadMasks::shown)
          .orElseThrow(() -> Problem.notFound("payload"));
    } catch (SnapshotCorrupt e) {
      throw corrupt("Sync " + sync, what, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the bytes if they are stored and have the recorded checksum. */
  Optional<Snapshot> ifProved(SyncSummary sync, PayloadRole payloadRole) {
    StoredPayload payload = sync.payload(payloadRole);
    if (payload == null || payload.purged() != null) {
      return Optional.empty();
    }
    try {
      return snapshots.find(payload.checksum(), payload.truncated()).map(payloadMasks::shown);
    } catch (SnapshotCorrupt e) {
      LOG.log(Level.ERROR, "Sync {0}: payload {1}: {2}", sync.id(), payloadRole, e.getMessage());
      return Optional.empty();
    }
  }

  private static Problem gone(StoredPayload payload, PurgeRecord purgeRecord) {
    return Problem.of(
            410, "PAYLOAD_PURGED", "The payload was erased; see the purge or erasure for details")
        .withMember("commitment", Json.createValue(payload.checksum().hex()))
        .withMember("originalSize", Json.createValue(payload.originalSize()))
        .withMember("purgeId", Json.createValue(purgeRecord.purgeId().toString()))
        .withMember("purgedAt", Json.createValue(purgeRecord.at().toString()));
  }

  private static Problem corrupt(String owner, String what, String why) {
    LOG.log(Level.ERROR, "{0}: the bytes of {1} cannot be proved: {2}", owner, what, why);
    return Problem.of(
        500,
        "SNAPSHOT_CORRUPT",
        "The stored bytes do not match their checksum and are not returned");
  }
}
