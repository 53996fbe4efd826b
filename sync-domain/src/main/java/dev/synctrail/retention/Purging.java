package dev.synctrail.retention;

import dev.synctrail.retention.Purge.Counts;
import dev.synctrail.retention.Purge.Step;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests purges and executes them batch by batch. Each batch and its progress are one
 * transaction, so that a killed server leaves nothing to repair.
 */
@ApplicationScoped
@Transactional
public class Purging {
  private static final int SYNCS_PER_BATCH = 500;
  private static final int SNAPSHOTS_PER_BATCH = 200;

  private final RuleBook rules;
  private final Purges purges;
  private final Disposal disposal;
  private final Clock clock;

  @Inject
  public Purging(RuleBook rules, Purges purges, Disposal disposal, Clock clock) {
    this.rules = rules;
    this.purges = purges;
    this.disposal = disposal;
    this.clock = clock;
  }

  /**
   * Requests a purge by the current rules.
   *
   * @param dryRun whether to only count what would be deleted
   * @return empty if there are no rules
   */
  public Optional<Purge> begin(boolean dryRun, @Nullable String reason, String actor) {
    RetentionRules current = rules.current();
    if (current.rules().isEmpty()) {
      return Optional.empty();
    }
    Purge purge =
        new Purge(
            SyncId.at(clock.instant()).value(),
            dryRun,
            actor,
            reason,
            current,
            Step.ROWS,
            null,
            Counts.NONE,
            clock.instant(),
            null,
            null,
            null);
    purges.add(purge);
    return Optional.of(purge);
  }

  /**
   * Executes the next batch of the oldest purge that is not done.
   *
   * @return false if there is nothing to do
   */
  public boolean step() {
    Optional<Purge> next = purges.takeNext();
    next.ifPresent(purge -> purges.update(executeBatch(purge)));
    return next.isPresent();
  }

  /** Records why the next batch failed. It will be retried. */
  public void failed(String error) {
    purges.takeNext().ifPresent(purge -> purges.update(purge.withProblem(error)));
  }

  private Purge executeBatch(Purge purge) {
    Instant now = clock.instant();
    if (purge.dryRun()) {
      return purge.counted(disposal.count(purge), now, clock.instant());
    }
    Disposal.Batch batch =
        switch (purge.step()) {
          case ROWS -> disposal.rows(purge, SYNCS_PER_BATCH);
          case ATTEMPTS -> disposal.attempts(purge, SYNCS_PER_BATCH);
          case PAYLOADS -> disposal.payloads(purge, SYNCS_PER_BATCH);
          case MARKING -> {
            disposal.mark(purge.id());
            yield new Disposal.Batch(null, Counts.NONE);
          }
          case SPARING -> {
            disposal.spare();
            yield new Disposal.Batch(null, Counts.NONE);
          }
          case BYTES -> disposal.bytes(SNAPSHOTS_PER_BATCH);
          case DONE -> throw new IllegalStateException("Purge " + purge.id() + " is done");
        };
    return purge.advanced(batch.last(), batch.deleted(), now);
  }
}
