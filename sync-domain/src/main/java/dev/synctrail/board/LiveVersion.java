package dev.synctrail.board;

import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is live on a platform, and how it came there.
 *
 * @param versionId the version; of a rollback, the one that it restored. Null when no version has
 *     the content that is live
 * @param since when it became live, or was first seen there
 * @param actor who brought it there; null when others did
 * @param reason the reason given for it
 * @param syncId the push that brought it there; null when none did
 * @param runId the deployment of that push
 */
public record LiveVersion(
    @Nullable VersionId versionId,
    Arrival arrival,
    @Nullable Instant since,
    @Nullable String actor,
    @Nullable String reason,
    @Nullable SyncId syncId,
    @Nullable RunId runId) {

  /** How the content came to the platform. */
  public enum Arrival {
    /** A deployment wrote it. */
    DEPLOYMENT,
    /** A rollback restored it. */
    ROLLBACK,
    /** Others changed it; the change was pulled or accepted, or equals the intended content. */
    ADOPTION,
    /** Others changed it; the change is neither pulled nor accepted. */
    CHANGE_BY_OTHERS
  }
}
