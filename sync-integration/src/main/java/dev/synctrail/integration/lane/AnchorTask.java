package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.synctrail.ledger.Anchoring;
import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.ledger.LedgerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells places outside the newest checkpoint of the ledger, one server for all. */
@ApplicationScoped
class AnchorTask {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private final LedgerKeys keys;
  private final LedgerGuard rollbacks;
  private final Anchoring anchoring;
  private final Duration every;

  @Inject
  AnchorTask(
      LedgerKeys keys,
      LedgerGuard rollbacks,
      Anchoring anchoring,
      @ConfigProperty(name = "sync.ledger.anchor.every", defaultValue = "PT1H") Duration every) {
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "sync.ledger.anchor.every must be at least 10 seconds, not " + every);
    }
    this.keys = keys;
    this.rollbacks = rollbacks;
    this.anchoring = anchoring;
    this.every = every;
  }

  /** Invalid settings of a place stop the start here. */
  RecurringTask<Void> task() {
    anchoring.places();
    return Tasks.recurring("ledger-anchors", FixedDelay.of(LOOK))
        .execute(
            (instance, context) -> {
              if (keys.areAvailable() && rollbacks.allowsWork()) {
                anchoring.anchor(every);
              }
            });
  }
}
