package dev.synctrail.web.conflict;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the sides of a conflict, over REST and in the console alike. */
@Dependent
public class ConflictSides {
  private final Snapshots snapshots;
  private final PayloadMasks payloadMasks;

  @Inject
  public ConflictSides(Snapshots snapshots, PayloadMasks payloadMasks) {
    this.snapshots = snapshots;
    this.payloadMasks = payloadMasks;
  }

  /**
   * Who changed what.
   *
   * @param theirs from what we left there to what was there when the conflict was found
   * @param ours from what our last push wanted to what the push wants that met the conflict
   */
  public record Changes(StructuralDiff theirs, StructuralDiff ours) {}

  /**
   * Returns who changed what. Ours is told from what our last push wanted: what the platform filled
   * in, and so stands in what we left there, is nobody's change.
   *
   * @throws Problem 404 or 422 when a side is not kept any more, or is no JSON
   */
  public Changes of(Conflict dispute) {
    PayloadReference then = dispute.wantedThen();
    return new Changes(
        StructuralDiff.between(json(dispute.base()), json(dispute.theirs())),
        StructuralDiff.between(json(then == null ? dispute.base() : then), json(dispute.wanted())));
  }

  private StrictJson json(@Nullable PayloadReference side) {
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
