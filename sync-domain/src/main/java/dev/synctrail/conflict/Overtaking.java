package dev.synctrail.conflict;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.tracking.TrackingEvent.PushLanded;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/**
 * Closes, with the outcome of a push, the conflicts that earlier ones had met: what they found is
 * not there any more, and nobody may take it as what is.
 */
@Dependent
@Transactional(MANDATORY)
public class Overtaking {
  private final Disputes disputes;

  @Inject
  public Overtaking(Disputes disputes) {
    this.disputes = disputes;
  }

  void landed(@Observes PushLanded fact) {
    disputes.overtake(fact.platform(), fact.typeKey(), fact.sync());
  }
}
