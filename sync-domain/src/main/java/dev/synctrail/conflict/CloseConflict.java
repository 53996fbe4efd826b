package dev.synctrail.conflict;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.drift.Accepting;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.tracking.TrackingEvent.FoundLeftAlone;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Objects;

/**
 * Closes the conflict that earlier pushes met, with the outcome of a later push: what they found is
 * no longer there, or is now the desired state, and must not be accepted any more. If the push left
 * the changes by others in place, later changes are detected against that state.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class CloseConflict {
  private final Conflicts conflicts;
  private final Accepting accepting;

  @Inject
  public CloseConflict(Conflicts conflicts, Accepting accepting) {
    this.conflicts = conflicts;
    this.accepting = accepting;
  }

  void landed(@Observes PushLanded fact) {
    conflicts.supersede(fact.platform(), fact.typeKey(), fact.sync());
  }

  void leftAlone(@Observes FoundLeftAlone fact) {
    conflicts
        .of(fact.sync())
        .filter(conflict -> conflict.resolution() == OnConflict.KEEP_THEIRS)
        .ifPresent(
            conflict ->
                accepting.accept(
                    conflict.platform(),
                    conflict.typeKey(),
                    new Accepting.Theirs(conflict.theirs(), conflict.etag(), conflict.fields()),
                    Objects.requireNonNull(conflict.actor()),
                    conflict.reason()));
  }
}
