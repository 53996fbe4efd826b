package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The latest that happened between a type, or one version of it, and one platform. */
public record LastSync(
    PlatformId platform,
    SyncId id,
    TypeKey typeKey,
    @Nullable String versionId,
    @Nullable String versionHash,
    Direction direction,
    @Nullable Operation operation,
    SyncStatus status,
    @Nullable FailureClass failureClass,
    Instant startedAt,
    @Nullable Instant completedAt) {}
