package dev.synctrail.board;

import dev.synctrail.drift.DeployedState;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One type on one platform.
 *
 * @param since the beginning of the state; null if never pushed
 * @param live what is live; null when the type is not on the platform, as far as is known
 * @param driftState the state at the last check; null when the platform was never looked at
 * @param checking whether a check of the type is queued
 * @param checkedAt the last check; null for none
 * @param syncId the push that explains the state: the failed one, the open one, or the last one
 *     that landed
 * @param conflictId the open conflict
 * @param reason the error of the failed push, or the reason of the pin
 */
public record Tile(
    PlatformId platform,
    TileState state,
    @Nullable Instant since,
    @Nullable LiveVersion live,
    DeployedState.@Nullable State driftState,
    boolean checking,
    @Nullable Instant checkedAt,
    @Nullable SyncId syncId,
    @Nullable SyncId conflictId,
    @Nullable String reason) {}
