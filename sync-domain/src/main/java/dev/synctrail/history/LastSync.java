package dev.synctrail.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The latest sync of a type, or of one of its versions, with one platform. */
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
    @Nullable String errorMessage,
    Instant startedAt,
    @Nullable Instant completedAt) {}
