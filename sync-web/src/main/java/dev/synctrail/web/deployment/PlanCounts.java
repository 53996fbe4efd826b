package dev.synctrail.web.deployment;

import dev.synctrail.deployment.Previewing.Outcome;
import dev.synctrail.deployment.Previewing.Planned;
import dev.synctrail.gateway.Failure.FieldError;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts over a whole plan.
 *
 * @param losing pushes that may lose data
 * @param removedProperties properties that are removed with their data
 * @param otherLosses other places where data may be lost
 */
record PlanCounts(
    Map<Outcome, Long> outcomes, long losing, long removedProperties, long otherLosses) {

  static PlanCounts of(Stream<Planned> plan) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long[] counts = new long[3];
    plan.forEach(
        one -> {
          outcomes.merge(one.outcome(), 1L, Long::sum);
          counts[0] += one.losses().isEmpty() ? 0 : 1;
          if (one.outcome() != Outcome.DELETE) {
            long removed = one.losses().stream().filter(loss -> isRemoved(one, loss)).count();
            counts[1] += removed;
            counts[2] += one.losses().size() - removed;
          }
        });
    return new PlanCounts(outcomes, counts[0], counts[1], counts[2]);
  }

  /**
   * A removed property is listed as a change itself; for an altered property only its parts are.
   */
  private static boolean isRemoved(Planned one, FieldError loss) {
    return one.changes().contains(loss.field());
  }

  long of(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** Tells whether the platform rejects the plan unless breaking changes are allowed. */
  boolean needsConsent() {
    return removedProperties + otherLosses > 0;
  }
}
