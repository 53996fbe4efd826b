package dev.synctrail.integration.lane;

import dev.synctrail.deployment.Pushing;
import dev.synctrail.deployment.PushingTogether;
import dev.synctrail.drift.Checking;
import dev.synctrail.drift.Surveying;
import dev.synctrail.retrieval.Listing;
import dev.synctrail.retrieval.Pulling;
import dev.synctrail.retry.Settling;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Trying;
import dev.synctrail.tracking.Trying.Opened;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Hands one entry of the backlog to the use case that does it. */
@Dependent
class Work {
  private final Trying trying;
  private final Pushing pushing;
  private final PushingTogether together;
  private final Pulling pulling;
  private final Settling settling;
  private final Listing listing;
  private final Checking checking;
  private final Surveying surveying;

  @Inject
  Work(
      Trying trying,
      Pushing pushing,
      PushingTogether together,
      Pulling pulling,
      Settling settling,
      Listing listing,
      Checking checking,
      Surveying surveying) {
    this.trying = trying;
    this.pushing = pushing;
    this.together = together;
    this.pulling = pulling;
    this.settling = settling;
    this.listing = listing;
    this.checking = checking;
    this.surveying = surveying;
  }

  void on(Taken taken) {
    switch (taken.kind()) {
      case LISTING -> listing.list(taken);
      case CHECK -> checking.check(taken);
      case SURVEY -> surveying.survey(taken);
      case SYNC -> trying.open(taken).ifPresent(opened -> tryIt(taken, opened));
    }
  }

  private void tryIt(Taken taken, Opened opened) {
    if (opened.trigger() == Trigger.SETTLE) {
      settling.settle(opened);
    } else if (PushingTogether.isMeant(opened)) {
      together.push(taken, opened);
    } else if (opened.sync().intent().direction() == Direction.PUSH) {
      pushing.push(opened);
    } else {
      pulling.pull(opened);
    }
  }
}
