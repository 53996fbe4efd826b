package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.OnConflict;
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
 * What pushes of one type to one platform meant to replace and found changed by somebody else.
 *
 * <p>At most one of them is open. A push that meets the same difference joins it; one that meets
 * another difference brings it up to date. So what is to be decided is always what is there, and
 * what the latest of these pushes wants.
 *
 * @param sync the push that met it first, which names it
 * @param base what our last push left there; null when nothing is known of it
 * @param theirs what is there instead; null for nothing
 * @param wanted what the latest push wants there; null to have it gone
 * @param fields where theirs is not the base, by JSON Pointer (RFC 6901)
 * @param etag of theirs; null when the platform gave none
 * @param foundAt when it was met first
 * @param resolution what was decided; null while nobody has
 * @param actor who decided; null while nobody has
 * @param resolvedBy the deployment that carries the decision out; null when nothing had to be sent
 * @param supersededBy the later push of ours that landed before anybody decided; null for none
 * @param updatedAt when what is there instead was met first
 * @param metBy all pushes that met it, in order
 */
public record Conflict(
    SyncId sync,
    PlatformId platform,
    TypeKey typeKey,
    @Nullable PayloadReference base,
    @Nullable PayloadReference theirs,
    @Nullable PayloadReference wanted,
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

  /** A conflict that one push has met. */
  public Conflict(
      SyncId sync,
      PlatformId platform,
      TypeKey typeKey,
      @Nullable PayloadReference base,
      @Nullable PayloadReference theirs,
      @Nullable PayloadReference wanted,
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

  /** Returns the latest push that met it: its version is pushed when ours is to be there. */
  public SyncId latest() {
    return metBy.get(metBy.size() - 1);
  }

  /** Tells whether both are of the same difference, whatever the pushes want instead. */
  boolean isOfSameDifference(Conflict other) {
    return Objects.equals(base, other.base) && Objects.equals(theirs, other.theirs);
  }

  /**
   * A push has met it: what it found and what it decided take the place of what was known. What a
   * person has decided stays where the push carries that out.
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

  /** Tells whether there is still something to decide. */
  public boolean isOpen() {
    return resolution == null && supersededBy == null;
  }

  /** A decision was made. */
  public Conflict resolved(
      OnConflict how, Instant at, String who, @Nullable String why, @Nullable RunId by) {
    return new Conflict(
        sync,
        platform,
        typeKey,
        base,
        theirs,
        wanted,
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
