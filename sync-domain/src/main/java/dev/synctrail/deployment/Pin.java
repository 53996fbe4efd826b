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
 * A type that was rolled back or removed on a platform, or whose change by others was kept there,
 * and stays so: a deployment of all types, or of changed types, skips it.
 *
 * <p>The pin holds as long as the newest version of the type already existed at that time, unless
 * the push that rolls it back or removes it failed. Deploying the type by name, rolling it back or
 * removing it again, or removing the pin ends it.
 *
 * @param sync the push that rolls the type back or removes it, or that met the change by others
 * @param rollback the deployment that this push is part of; null when the push that met a change by
 *     others retries one that was purged
 * @param newest the newest version of the type at that time
 * @param absent whether the type is absent from the platform
 * @param theirs whether a change by others was kept
 * @param actor who requested it
 * @param ended null until it is ended
 */
public record Pin(
    UUID id,
    PlatformId platform,
    TypeKey typeKey,
    SyncId sync,
    @Nullable RunId rollback,
    VersionId newest,
    boolean absent,
    boolean theirs,
    Instant at,
    String actor,
    @Nullable String reason,
    @Nullable Ended ended) {

  /** Returns an explanation of why the type is not pushed. */
  public String why() {
    return what()
        + (theirs ? " since push " + sync : " by deployment " + rollback)
        + ", and there is no newer version; deploy it by key or remove its pin";
  }

  /** Returns what was done with the type. */
  String what() {
    String removed = absent ? " was removed from " : " was rolled back on ";
    return "Type " + typeKey + (theirs ? " keeps the change by others on " : removed) + platform;
  }

  /** Why a pin ended. */
  public enum Cause {
    /** The type was rolled back or restored, or a change by others was kept, once more. */
    REPLACED,
    /** The type was deployed, or removed, by name. */
    DEPLOYED,
    /** A user removed the pin. */
    REMOVED
  }

  /** The end of a pin. */
  public record Ended(Cause cause, Instant at, String actor, @Nullable String reason) {}
}
