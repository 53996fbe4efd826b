package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queries the audit trail without changing it. Joins a transaction if there is one. */
public interface SyncHistory {

  /** Returns one page of the history. */
  Page<SyncSummary> page(SyncQuery query);

  /**
   * Resolves the criteria of a filter that are about a part of a value: returns for each the values
   * of existing syncs that contain the part, sorted.
   */
  Map<Criterion, List<String>> resolve(SyncFilter filter);

  /**
   * Counts the syncs that match a filter. The count is exact if stored counts cover the filter;
   * otherwise counting stops at {@code limit + 1}.
   */
  long count(SyncFilter filter, int limit);

  /** Returns one sync. */
  Optional<SyncSummary> find(SyncId id);

  /**
   * Returns whether all payloads of a sync, including those of its exchanges, exist and match their
   * checksums, which requires reading them all.
   */
  boolean isIntact(SyncId id);

  /** Returns the progress of one sync. */
  Optional<SyncProgress> progress(SyncId id);

  /** Returns a sync's attempts in order, each with its exchanges; none for an unknown sync. */
  List<AttemptDetail> attempts(SyncId id);

  /** Returns a sync's events in order; none for an unknown sync. */
  List<SyncEvent> events(SyncId id);

  /**
   * Returns the media type that a payload was transferred with, if it was transferred and had one.
   */
  Optional<String> mediaType(SyncId id, PayloadRole payloadRole);

  /**
   * Returns the newest successful sync of a type, excluding dry runs.
   *
   * @param platform null for any
   * @param direction null for either
   */
  Optional<SyncSummary> lastSuccessful(
      TypeKey typeKey, @Nullable PlatformId platform, @Nullable Direction direction);

  /** Returns the previous sync of the same type, platform and direction. */
  Optional<SyncSummary> previous(SyncSummary sync);

  /**
   * Returns the latest sync of each type with each platform, sorted by platform, excluding dry
   * runs. Types without syncs are not in the map.
   */
  Map<TypeKey, List<LastSync>> lastSyncs(Collection<TypeKey> types);

  /**
   * Returns the failed pushes since a time that were not followed by a successful push of the same
   * type to the same platform. Only the last failure of each type and platform is returned, newest
   * first, excluding dry runs.
   */
  List<LastSync> openFailures(Instant since, int limit);

  /**
   * Returns the latest sync of each version id with each platform, sorted by platform, excluding
   * dry runs. Versions without syncs are not in the map.
   */
  Map<String, List<LastSync>> lastSyncsOfVersions(Collection<String> versionIds);
}
