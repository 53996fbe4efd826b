package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A type that was rolled back or removed on a platform and stays so: a deployment of all types, or
 * of changed types, skips it.
 *
 * <p>The pin holds as long as the newest version of the type already existed at that time, unless
 * the push that rolls it back or removes it failed. Deploying the type by name, rolling it back or
 * removing it again, or removing the pin ends it.
 *
 * @param sync the push that rolls the type back or removes it
 * @param rollback the deployment that this push is part of
 * @param newest the newest version of the type at that time
 * @param absent whether the type was removed from the platform
 * @param actor who requested it
 * @param ended null until it is ended
 */
public record Pin(
    UUID id,
    PlatformId platform,
    TypeKey typeKey,
    SyncId sync,
    RunId rollback,
    VersionId newest,
    boolean absent,
    Instant at,
    String actor,
    @Nullable String reason,
    @Nullable Ended ended) {

  /** Returns an explanation of why the type is not pushed. */
  public String why() {
    return "Type "
        + typeKey
        + " was "
        + (absent ? "removed from " : "rolled back on ")
        + platform
        + " by deployment "
        + rollback
        + ", and there is no newer version; deploy it by key or remove its pin";
  }

  /** Why a pin ended. */
  public enum Cause {
    /** The type was rolled back or restored once more. */
    REPLACED,
    /** The type was deployed, or removed, by name. */
    DEPLOYED,
    /** A user removed the pin. */
    REMOVED
  }

  /** The end of a pin. */
  public record Ended(Cause cause, Instant at, String actor, @Nullable String reason) {}
}
