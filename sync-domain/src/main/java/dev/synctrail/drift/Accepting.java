package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accepts a change by others on a platform because a user decided so. */
@ApplicationScoped
@Transactional(MANDATORY)
public class Accepting {
  private final DeployedStates deployedStates;
  private final DriftIncidents driftIncidents;
  private final Clock clock;

  @Inject
  public Accepting(DeployedStates deployedStates, DriftIncidents driftIncidents, Clock clock) {
    this.deployedStates = deployedStates;
    this.driftIncidents = driftIncidents;
    this.clock = clock;
  }

  /** Accepts the state; later changes are detected against it. */
  public void accept(
      PlatformId platform, TypeKey typeKey, Theirs theirs, String actor, @Nullable String reason) {
    Instant now = clock.instant();
    Observation observation =
        theirs.content() == null ? null : new Observation(theirs.content(), theirs.etag(), now);
    deployedStates
        .lock(platform, typeKey)
        .map(deployedState -> deployedState.accepted(observation, theirs.fields(), now))
        .ifPresent(deployedStates::save);
    driftIncidents
        .ongoing(platform, typeKey)
        .map(incident -> incident.ended(DriftIncident.End.ACCEPTED, now, null, actor, reason))
        .ifPresent(driftIncidents::save);
  }

  /**
   * The state that others left.
   *
   * @param content null when the type is absent
   * @param etag null when the platform gave none
   * @param fields where it differs from the state that we left, by JSON Pointer (RFC 6901)
   */
  public record Theirs(
      @Nullable PayloadReference content, @Nullable String etag, List<String> fields) {
    public Theirs {
      fields = List.copyOf(fields);
    }
  }
}
