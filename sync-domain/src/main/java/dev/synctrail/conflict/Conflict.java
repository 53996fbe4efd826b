package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A change by others that pushes of one type to one platform would have overwritten.
 *
 * <p>At most one conflict per type and platform is open. A push that finds the same difference
 * joins it; one that finds another difference updates it. So the decision is always about the
 * current state of the platform and the content of the latest of these pushes.
 *
 * @param sync the first push that met it, which identifies it
 * @param base the state that our last push left; null when unknown
 * @param theirs the state found instead; null when the type is absent
 * @param wanted the content of the latest push; null when it removes the type
 * @param wantedThen the content that our last push intended; null when unknown, or for a removal
 * @param fields where {@code theirs} differs from the base, by JSON Pointer (RFC 6901)
 * @param etag the entity tag of {@code theirs}; null when the platform gave none
 * @param foundAt when it was first met
 * @param resolution the decision; null while it is open
 * @param actor who decided; null while it is open
 * @param resolvedBy the deployment that carries out the decision; null when nothing had to be sent
 * @param supersededBy the later push of ours that landed before a decision; null for none
 * @param updatedAt when the state found instead was first met
 * @param metBy all pushes that met it, in order
 */
public record Conflict(
    SyncId sync,
    PlatformId platform,
    TypeKey typeKey,
    @Nullable PayloadReference base,
    @Nullable PayloadReference theirs,
    @Nullable PayloadReference wanted,
    @Nullable PayloadReference wantedThen,
    List<String> fields,
    @Nullable String etag,
    Instant foundAt,
    @Nullable OnConflict resolution,
    @Nullable Instant resolvedAt,
    @Nullable String actor,
    @Nullable String reason,
    @Nullable RunId resolvedBy,
    @Nullable SyncId supersededBy,
    Instant updatedAt,
    List<SyncId> metBy) {

  public Conflict {
    fields = List.copyOf(fields);
    metBy = List.copyOf(metBy);
  }

  /** Creates a conflict that one push has met. */
  public Conflict(
      SyncId sync,
      PlatformId platform,
      TypeKey typeKey,
      @Nullable PayloadReference base,
      @Nullable PayloadReference theirs,
      @Nullable PayloadReference wanted,
      @Nullable PayloadReference wantedThen,
      List<String> fields,
      @Nullable String etag,
      Instant foundAt,
      @Nullable OnConflict resolution,
      @Nullable Instant resolvedAt,
      @Nullable String actor,
      @Nullable String reason,
      @Nullable RunId resolvedBy,
      @Nullable SyncId supersededBy) {
    this(
        sync,
        platform,
        typeKey,
        base,
        theirs,
        wanted,
        wantedThen,
        fields,
        etag,
        foundAt,
        resolution,
        resolvedAt,
        actor,
        reason,
        resolvedBy,
        supersededBy,
        foundAt,
        List.of(sync));
  }

  /** Returns the latest push that met it; its version is pushed when our side is chosen. */
  public SyncId latest() {
    return metBy.get(metBy.size() - 1);
  }

  /**
   * Returns whether both conflicts are about the same difference, whatever the pushes would write.
   */
  boolean isOfSameDifference(Conflict other) {
    return Objects.equals(base, other.base) && Objects.equals(theirs, other.theirs);
  }

  /**
   * Records that another push has met it. What that push found and decided replaces the earlier
   * values, except that a user's decision is kept where the push carries it out.
   */
  Conflict metAgain(Conflict met) {
    Set<SyncId> pushes = new TreeSet<>(metBy);
    pushes.add(met.sync);
    boolean carriedOut = resolvedBy != null && resolvedBy.equals(met.resolvedBy);
    Conflict decided = carriedOut ? this : met;
    return new Conflict(
        sync,
        platform,
        typeKey,
        met.base,
        met.theirs,
        met.wanted,
        met.wantedThen,
        met.fields,
        met.etag,
        foundAt,
        decided.resolution,
        decided.resolvedAt,
        decided.actor,
        decided.reason,
        decided.resolvedBy,
        supersededBy,
        isOfSameDifference(met) ? updatedAt : met.foundAt,
        List.copyOf(pushes));
  }

  /** Returns whether a decision is still needed. */
  public boolean isOpen() {
    return resolution == null && supersededBy == null;
  }

  /** Records a decision. */
  public Conflict resolved(
      OnConflict how, Instant at, String who, @Nullable String why, @Nullable RunId by) {
    return new Conflict(
        sync,
        platform,
        typeKey,
        base,
        theirs,
        wanted,
        wantedThen,
        fields,
        etag,
        foundAt,
        how,
        at,
        who,
        why,
        by,
        supersededBy,
        updatedAt,
        metBy);
  }
}
