package dev.synctrail.drift;

import dev.synctrail.gateway.TypeListing;
import dev.synctrail.retry.ReadWork;
import dev.synctrail.tracking.Backlog.Taken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Lists the types of a platform and queues a check of each. */
@ApplicationScoped
public class ListForCheck {
  private final ReadWork readWork;
  private final BeginCheck beginCheck;

  @Inject
  public ListForCheck(ReadWork readWork, BeginCheck beginCheck) {
    this.readWork = readWork;
    this.beginCheck = beginCheck;
  }

  /** Lists the types once; the result is recorded when this returns. */
  public void list(Taken taken) {
    readWork.read(
        taken,
        "Check",
        "listing",
        (there, log) -> {
          TypeListing found = there.gateway().list(there.platform(), log);
          return () -> beginCheck.begin(taken.platform(), taken.key(), found);
        },
        failure -> beginCheck.fail(taken.key(), failure));
  }
}
