package dev.synctrail.web.tracking;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the sides of a conflict, over REST and in the console alike. */
@Dependent
public class ConflictSides {
  private final SyncHistory history;
  private final Snapshots snapshots;
  private final PayloadMasks payloadMasks;

  @Inject
  public ConflictSides(SyncHistory history, Snapshots snapshots, PayloadMasks payloadMasks) {
    this.history = history;
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
   * Returns who changed what.
   *
   * @throws Problem 404 or 422 when a side is not kept any more, or is no JSON
   */
  public Changes of(Conflict dispute) {
    return new Changes(
        StructuralDiff.between(json(dispute.base()), json(dispute.theirs())),
        StructuralDiff.between(
            json(wantedThen(dispute).orElse(dispute.base())), json(dispute.wanted())));
  }

  /**
   * What the last push wanted is told from what is wanted now: what the platform filled in, and so
   * stands in what we left there, is nobody's change.
   */
  private Optional<PayloadReference> wantedThen(Conflict dispute) {
    SyncFilter pushes =
        SyncFilter.builder()
            .typeKey(dispute.typeKey())
            .platform(dispute.platform())
            .direction(Direction.PUSH)
            .status(SyncStatus.SUCCESS)
            .dryRun(false)
            .period(new Period(null, dispute.sync().startedAt()))
            .build();
    return history.page(SyncQuery.latest(pushes, 1)).data().stream()
        .map(push -> push.payload(PayloadRole.INTENDED))
        .filter(Objects::nonNull)
        .map(kept -> new PayloadReference(kept.checksum(), kept.originalSize(), kept.truncated()))
        .findFirst();
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
