package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's log: an event of the run or of one of its syncs.
 *
 * @param kind {@code QUEUED}, {@code STARTED}, {@code LISTING}, {@code SKIPPED} and {@code
 *     FINISHED} of the run, or the kind of the sync's event
 * @param actor the user or client that caused it
 * @param syncId null for a step of the run itself
 * @param typeKey null for a step of the run itself
 * @param detail a description
 */
public record RunStep(
    Instant time,
    String kind,
    String actor,
    @Nullable SyncId syncId,
    @Nullable TypeKey typeKey,
    @Nullable String detail) {}
