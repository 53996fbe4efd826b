package dev.synctrail.web.history;

import dev.synctrail.gateway.Operation;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the payloads of two syncs, or of a sync with the state it found on the platform. */
@ApplicationScoped
public class Comparing {
  /** Selects the previous sync of the same type, platform and direction. */
  public static final String PREVIOUS = "previous";

  /** Selects the state found on the platform before the write. */
  public static final String BEFORE = "before";

  private final SyncHistory history;
  private final Payloads payloads;

  @Inject
  public Comparing(SyncHistory history, Payloads payloads) {
    this.history = history;
    this.payloads = payloads;
  }

  /** The payloads to compare. */
  record Sides(StrictJson before, StrictJson after) {}

  /**
   * Returns the changes from the other payload to the one of this sync.
   *
   * @param against another sync's id, {@value #PREVIOUS} or {@value #BEFORE}; null for previous
   * @throws Problem 400, 404, 410, 422 or 500 when there is nothing to compare
   */
  public StructuralDiff compare(UUID syncId, @Nullable String against) {
    Sides sides = sides(syncId, against);
    return StructuralDiff.between(sides.before(), sides.after());
  }

  /**
   * Returns the other payload and the one of this sync.
   *
   * @param against as for {@link #compare}
   */
  Sides sides(UUID syncId, @Nullable String against) {
    SyncSummary sync =
        history.find(new SyncId(syncId)).orElseThrow(() -> SyncsResource.unknown(syncId));
    return new Sides(other(sync, against == null ? PREVIOUS : against), meant(sync));
  }

  private StrictJson other(SyncSummary sync, String against) {
    return switch (against) {
      case PREVIOUS ->
          meant(
              history
                  .previous(sync)
                  .orElseThrow(
                      () ->
                          Problem.of(
                              404,
                              "NOTHING_PREVIOUS",
                              "No sync of " + sync.typeKey() + " is earlier on this platform")));
      case BEFORE -> before(sync);
      default -> meant(named(against));
    };
  }

  private StrictJson before(SyncSummary sync) {
    boolean wasNothing =
        sync.operation() == Operation.CREATE && sync.payload(PayloadRole.BEFORE) == null;
    return wasNothing
        ? StrictJson.read("{}".getBytes(StandardCharsets.UTF_8))
        : json(sync, PayloadRole.BEFORE);
  }

  private SyncSummary named(String against) {
    SyncId id;
    try {
      id = new SyncId(UUID.fromString(against));
    } catch (IllegalArgumentException e) {
      throw Problem.malformedParameter("against", "Must be a sync id, previous or before");
    }
    return history
        .find(id)
        .orElseThrow(
            () ->
                Problem.unprocessable(
                    "UNKNOWN_SYNC",
                    "Unknown sync: " + against,
                    List.of(Fault.parameter("against", "Sync not found"))));
  }

  private StrictJson meant(SyncSummary sync) {
    return json(
        sync, sync.direction() == Direction.PULL ? PayloadRole.ANSWERED : PayloadRole.INTENDED);
  }

  private StrictJson json(SyncSummary sync, PayloadRole payloadRole) {
    if (Payloads.required(sync, payloadRole).truncated()) {
      throw notComparable(sync, "only its beginning is stored");
    }
    try {
      return StrictJson.read(payloads.bytes(sync, payloadRole).bytes());
    } catch (MalformedJson e) {
      throw notComparable(sync, "it is not JSON");
    }
  }

  private static Problem notComparable(SyncSummary sync, String why) {
    return Problem.unprocessable(
        "NOT_COMPARABLE",
        "The payload of sync " + sync.id() + " cannot be compared: " + why,
        List.of());
  }
}
