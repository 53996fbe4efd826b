package dev.synctrail.conflict;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges what somebody else changed with what is wanted, and tells before anybody asks for it why
 * it could not.
 */
@Dependent
public class Merging {
  private final DeployedStates deployedStates;
  private final Snapshots snapshots;

  @Inject
  public Merging(DeployedStates deployedStates, Snapshots snapshots) {
    this.deployedStates = deployedStates;
    this.snapshots = snapshots;
  }

  /** Returns what a merge would be, of what was there when the conflict was found. */
  public Merge merge(Conflict dispute) {
    PayloadReference theirs = dispute.theirs();
    PayloadReference then =
        deployedStates
            .find(dispute.platform(), dispute.typeKey())
            .map(DeployedState::wanted)
            .orElse(null);
    if (theirs == null || dispute.wanted() == null) {
      return Merge.not(Obstacle.REMOVED, List.of());
    }
    try {
      Optional<Snapshot> live = kept(theirs);
      Optional<Snapshot> wanted = kept(dispute.wanted());
      return live.isEmpty() || wanted.isEmpty()
          ? Merge.not(Obstacle.NOT_KNOWN, List.of())
          : merge(dispute.base(), live.get(), then, wanted.get());
    } catch (SnapshotCorrupt e) {
      return Merge.not(Obstacle.NOT_KNOWN, List.of());
    }
  }

  /**
   * Returns what is wanted with their changes in it, or why there is no such thing.
   *
   * @param base what our last push left there
   * @param then what it wanted
   */
  Merge merge(
      @Nullable PayloadReference base,
      Snapshot live,
      @Nullable PayloadReference then,
      Snapshot wanted) {
    Optional<Snapshot> left = kept(base);
    Optional<Snapshot> before = kept(then);
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

  private Optional<Snapshot> kept(@Nullable PayloadReference payloadReference) {
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
    /** There is nothing to merge with. */
    REMOVED,
    /** What our last push wanted or left there is not known, or not any more. */
    NOT_KNOWN,
    /** A side is no JSON object. */
    NO_JSON
  }

  /**
   * A merge, or why there is none.
   *
   * @param result null when there is none
   * @param obstacle null when there is a result
   * @param places where both changed the same, by JSON Pointer (RFC 6901)
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
