package dev.synctrail.integration.lane;

import dev.synctrail.deployment.BatchPushing;
import dev.synctrail.deployment.Pushing;
import dev.synctrail.drift.ListForCheck;
import dev.synctrail.drift.ReadBackCheck;
import dev.synctrail.retrieval.Listing;
import dev.synctrail.retrieval.Pulling;
import dev.synctrail.retry.Settling;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.AttemptOpening;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.Direction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Passes one entry of the backlog to its use case. */
@ApplicationScoped
class WorkDispatcher {
  private final AttemptOpening attemptOpening;
  private final Pushing pushing;
  private final BatchPushing together;
  private final Pulling pulling;
  private final Settling settling;
  private final Listing listing;
  private final ReadBackCheck readBackCheck;
  private final ListForCheck listForCheck;

  @Inject
  WorkDispatcher(
      AttemptOpening attemptOpening,
      Pushing pushing,
      BatchPushing together,
      Pulling pulling,
      Settling settling,
      Listing listing,
      ReadBackCheck readBackCheck,
      ListForCheck listForCheck) {
    this.attemptOpening = attemptOpening;
    this.pushing = pushing;
    this.together = together;
    this.pulling = pulling;
    this.settling = settling;
    this.listing = listing;
    this.readBackCheck = readBackCheck;
    this.listForCheck = listForCheck;
  }

  void on(Taken taken) {
    switch (taken.kind()) {
      case LISTING -> listing.list(taken);
      case CHECK -> readBackCheck.check(taken);
      case PLATFORM_CHECK -> listForCheck.list(taken);
      case SYNC -> attemptOpening.open(taken).ifPresent(opened -> attempt(taken, opened));
    }
  }

  private void attempt(Taken taken, Opened opened) {
    if (opened.trigger() == Trigger.SETTLE) {
      settling.settle(opened);
    } else if (BatchPushing.isMeant(opened)) {
      together.push(taken, opened);
    } else if (opened.sync().intent().direction() == Direction.PUSH) {
      pushing.push(opened);
    } else {
      pulling.pull(opened);
    }
  }
}
