package dev.synctrail.retrieval;

import static jakarta.transaction.Transactional.TxType.REQUIRED;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** Records the result of a listing, in one transaction with the end of the listing itself. */
@ApplicationScoped
@Transactional(REQUIRED)
public class ListedTypes {
  private final Runs runs;
  private final Backlog backlog;
  private final Retrieving retrieving;
  private final Clock clock;

  @Inject
  public ListedTypes(Runs runs, Backlog backlog, Retrieving retrieving, Clock clock) {
    this.runs = runs;
    this.backlog = backlog;
    this.retrieving = retrieving;
    this.clock = clock;
  }

  /**
   * Begins the pull of every listed type and records the types that cannot be pulled. Does neither
   * when the run was cancelled meanwhile.
   */
  void begin(RunId id, AttemptKey key, TypeListing typeListing) {
    backlog.requireHeld(key);
    Run run = runs.find(id).orElseThrow();
    TypeListing found = run.cancellation() == null ? typeListing : TypeListing.of(List.of());
    Intent.Cause cause =
        new Intent.Cause(
            run.actor(), run.onBehalfOf(), run.reason(), run.syncMetadata(), id, null, null);
    runs.listed(id, found.typeKeys().size(), found.skipped(), clock.instant());
    retrieving.begin(found.typeKeys(), run.platform(), cause);
    backlog.remove(key.workId());
  }

  /** Ends the run without any pull. */
  void fail(RunId id, AttemptKey key, Failure failure) {
    backlog.requireHeld(key);
    runs.listingFailed(id, failure.message(), clock.instant());
    backlog.remove(key.workId());
  }
}
