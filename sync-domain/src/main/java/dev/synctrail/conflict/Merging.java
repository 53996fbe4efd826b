package dev.synctrail.conflict;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges changes by others into the desired content, and says in advance why a merge is not
 * possible.
 */
@ApplicationScoped
public class Merging {
  private final DeployedStates deployedStates;
  private final Snapshots snapshots;

  @Inject
  public Merging(DeployedStates deployedStates, Snapshots snapshots) {
    this.deployedStates = deployedStates;
    this.snapshots = snapshots;
  }

  /** Returns the result of a merge with the state that was found with the conflict. */
  public Merge merge(Conflict conflict) {
    PayloadReference theirs = conflict.theirs();
    PayloadReference then = wantedThen(conflict).orElse(null);
    if (theirs == null || conflict.wanted() == null) {
      return Merge.not(Obstacle.REMOVED, List.of());
    }
    try {
      Optional<Snapshot> live = stored(theirs);
      Optional<Snapshot> wanted = stored(conflict.wanted());
      return live.isEmpty() || wanted.isEmpty()
          ? Merge.not(Obstacle.NOT_KNOWN, List.of())
          : merge(conflict.base(), live.get(), then, wanted.get());
    } catch (SnapshotCorrupt e) {
      return Merge.not(Obstacle.NOT_KNOWN, List.of());
    }
  }

  /** Conflicts from before this content was recorded use the current one. */
  private Optional<PayloadReference> wantedThen(Conflict conflict) {
    return Optional.ofNullable(conflict.wantedThen())
        .or(
            () ->
                deployedStates
                    .find(conflict.platform(), conflict.typeKey())
                    .map(DeployedState::wanted));
  }

  /**
   * Returns the desired content merged with the changes by others, or why it cannot be merged.
   *
   * @param base the state that our last push left
   * @param then the content that our last push intended
   */
  Merge merge(
      @Nullable PayloadReference base,
      Snapshot live,
      @Nullable PayloadReference then,
      Snapshot wanted) {
    Optional<Snapshot> left = stored(base);
    Optional<Snapshot> before = stored(then);
    if (left.isEmpty() || before.isEmpty()) {
      return Merge.not(Obstacle.NOT_KNOWN, List.of());
    }
    try {
      ThreeWayMerge merge = new ThreeWayMerge(ContentHash.VOLATILE);
      JsonObject result =
          merge.merge(read(left.get()), read(live), read(before.get()), read(wanted));
      return merge.clashing().isEmpty()
          ? new Merge(Snapshot.ofText(result.toString()), null, List.of())
          : Merge.not(Obstacle.SAME_PLACES, merge.clashing());
    } catch (MalformedJson e) {
      return Merge.not(Obstacle.NO_JSON, List.of());
    }
  }

  private Optional<Snapshot> stored(@Nullable PayloadReference payloadReference) {
    return payloadReference == null
        ? Optional.empty()
        : snapshots.find(payloadReference.checksum(), payloadReference.truncated());
  }

  private static JsonObject read(Snapshot snapshot) {
    return StrictJson.readObject(snapshot.bytes()).object();
  }

  /** Why something cannot be merged. */
  public enum Obstacle {
    /** Both changed the same member. */
    SAME_PLACES,
    /** The type was removed, on either side. */
    REMOVED,
    /**
     * The content that our last push intended, or the state that it left, is not stored or was
     * purged.
     */
    NOT_KNOWN,
    /** One side is not a JSON object. */
    NO_JSON
  }

  /**
   * The result of a merge, or why it is not possible.
   *
   * @param result null when a merge is not possible
   * @param obstacle null when there is a result
   * @param places where both changed the same member, by JSON Pointer (RFC 6901)
   */
  public record Merge(@Nullable Snapshot result, @Nullable Obstacle obstacle, List<String> places) {
    public Merge {
      places = List.copyOf(places);
    }

    private static Merge not(Obstacle obstacle, List<String> places) {
      return new Merge(null, obstacle, places);
    }
  }
}
