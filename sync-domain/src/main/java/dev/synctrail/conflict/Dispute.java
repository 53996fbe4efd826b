package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A push that found what it meant to replace changed by somebody else.
 *
 * @param base what our last push left there; null when nothing is known of it
 * @param theirs what is there instead; null for nothing
 * @param wanted what the push wants there; null to have it gone
 * @param fields where theirs is not the base, by JSON Pointer (RFC 6901)
 * @param etag of theirs; null when the platform gave none
 * @param resolution what was decided; null while nobody has
 * @param actor who decided; null while nobody has
 * @param resolvedBy the deployment that carries the decision out; null when nothing had to be sent
 * @param overtakenBy the later push of ours that landed before anybody decided; null for none
 */
public record Dispute(
    SyncId sync,
    PlatformId platform,
    TypeKey typeKey,
    @Nullable Evidence base,
    @Nullable Evidence theirs,
    @Nullable Evidence wanted,
    List<String> fields,
    @Nullable String etag,
    Instant foundAt,
    @Nullable OnConflict resolution,
    @Nullable Instant resolvedAt,
    @Nullable String actor,
    @Nullable String reason,
    @Nullable RunId resolvedBy,
    @Nullable SyncId overtakenBy) {

  public Dispute {
    fields = List.copyOf(fields);
  }

  /** Tells whether there is still something to decide. */
  public boolean isOpen() {
    return resolution == null && overtakenBy == null;
  }

  /** A decision was made. */
  public Dispute resolved(
      OnConflict how, Instant at, String who, @Nullable String why, @Nullable RunId by) {
    return new Dispute(
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
        overtakenBy);
  }
}
