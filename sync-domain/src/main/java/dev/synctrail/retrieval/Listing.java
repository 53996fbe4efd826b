package dev.synctrail.retrieval;

import dev.synctrail.gateway.TypeListing;
import dev.synctrail.retry.ReadWork;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Lists the types of a platform and begins the pull of each. */
@ApplicationScoped
public class Listing {
  private final ReadWork readWork;
  private final ListedTypes listed;

  @Inject
  public Listing(ReadWork readWork, ListedTypes listed) {
    this.readWork = readWork;
    this.listed = listed;
  }

  /** Lists the types once; the result is recorded when this returns. */
  public void list(Taken taken) {
    RunId run = new RunId(taken.workId());
    readWork.read(
        taken,
        "Run",
        "listing",
        (there, log) -> {
          TypeListing found = there.gateway().list(there.platform(), log);
          return () -> listed.begin(run, taken.key(), found);
        },
        failure -> listed.fail(run, taken.key(), failure));
  }
}
