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

/** Answers from the trail, without ever changing it. Needs no transaction and joins one. */
public interface SyncHistory {

  /** Returns one page of the history. */
  Page<SyncSummary> page(SyncQuery query);

  /** Returns one sync. */
  Optional<SyncSummary> find(SyncId id);

  /** Returns one sync and proves its evidence, which reads every payload. */
  Optional<SyncDetail> detail(SyncId id);

  /** Returns where one sync stands. */
  Optional<SyncProgress> progress(SyncId id);

  /** Returns a sync's tries in order, each with its exchanges; none for an unknown sync. */
  List<AttemptDetail> attempts(SyncId id);

  /** Returns a sync's events in order; none for an unknown sync. */
  List<SyncEvent> events(SyncId id);

  /** Returns the media type a payload travelled with, when it travelled and said so. */
  Optional<String> mediaType(SyncId id, PayloadRole payloadRole);

  /**
   * Returns the newest successful sync of a type; dry runs do not count.
   *
   * @param platform null for any
   * @param direction null for either
   */
  Optional<SyncSummary> lastSuccessful(
      TypeKey typeKey, @Nullable PlatformId platform, @Nullable Direction direction);

  /** Returns the sync of the same type, platform and direction that came before this one. */
  Optional<SyncSummary> previous(SyncSummary sync);

  /**
   * Returns the latest sync of each type with each platform it ever met, platforms in order; dry
   * runs do not count. A type without syncs is not in the map.
   */
  Map<TypeKey, List<LastSync>> lastSyncs(Collection<TypeKey> types);

  /**
   * Returns the failed pushes since some time that no successful one of the same type to the same
   * platform followed, only the last of each, the newest first; dry runs do not count.
   */
  List<LastSync> openFailures(Instant since, int atMost);

  /**
   * Returns the latest sync of each version, by version id, with each platform it ever met,
   * platforms in order; dry runs do not count. A version without syncs is not in the map.
   */
  Map<String, List<LastSync>> lastSyncsOfVersions(Collection<String> versionIds);
}
