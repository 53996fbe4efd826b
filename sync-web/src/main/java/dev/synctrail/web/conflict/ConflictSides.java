package dev.synctrail.web.conflict;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the sides of a conflict for REST and the console. */
@ApplicationScoped
public class ConflictSides {
  private final Snapshots snapshots;
  private final PayloadMasks payloadMasks;

  @Inject
  public ConflictSides(Snapshots snapshots, PayloadMasks payloadMasks) {
    this.snapshots = snapshots;
    this.payloadMasks = payloadMasks;
  }

  /**
   * The changes of both sides.
   *
   * @param theirs from the last pushed state to the state on the platform when the conflict was
   *     found
   * @param ours from the desired state of our last push to the desired state of the push that found
   *     the conflict
   */
  public record Changes(StructuralDiff theirs, StructuralDiff ours) {}

  /**
   * Returns the changes of both sides. Ours starts from the desired state of our last push and not
   * from the state after it, because members that the platform filled in are not a change of either
   * side.
   *
   * @throws Problem 404 or 422 if a side has been deleted or is not JSON
   */
  public Changes of(Conflict conflict) {
    PayloadReference then = conflict.wantedThen();
    return new Changes(
        StructuralDiff.between(json(conflict.base()), json(conflict.theirs())),
        StructuralDiff.between(
            json(then == null ? conflict.base() : then), json(conflict.wanted())));
  }

  /**
   * Returns the content of one side, or an empty object if the type does not exist there.
   *
   * @throws Problem 404 or 422 if the side has been deleted or is not JSON
   */
  StrictJson json(@Nullable PayloadReference side) {
    if (side == null) {
      return StrictJson.read("{}".getBytes(StandardCharsets.UTF_8));
    }
    try {
      return snapshots
          .find(side.checksum(), side.truncated())
          .map(payloadMasks::shown)
          .map(shown -> StrictJson.read(shown.bytes()))
          .orElseThrow(() -> Problem.notFound("payload " + side.checksum()));
    } catch (MalformedJson e) {
      throw Problem.unprocessable(
          "NOT_COMPARABLE", "A side of the conflict is not JSON", List.of());
    }
  }
}
