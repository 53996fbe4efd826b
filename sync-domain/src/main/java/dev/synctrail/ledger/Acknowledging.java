package dev.synctrail.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** Records that the ledger was set back, and that a person knows it. Both are entries. */
@ApplicationScoped
@Transactional
public class Acknowledging {
  private final Rollbacks rollbacks;
  private final Clock clock;

  @Inject
  public Acknowledging(Rollbacks rollbacks, Clock clock) {
    this.rollbacks = rollbacks;
    this.clock = clock;
  }

  /** Records what was found, each checkpoint once. */
  public void record(List<Rollback> found) {
    List<Rollback> known = rollbacks.all();
    found.stream()
        .filter(rollback -> known.stream().noneMatch(rollback::isAbout))
        .forEach(rollbacks::add);
  }

  /**
   * Acknowledges everything that was found, so that the ledger continues from where it is.
   *
   * @return how many findings this were; 0 if there was nothing to acknowledge
   */
  public int acknowledge(String actor, String reason) {
    return rollbacks.acknowledge(actor, reason, clock.instant());
  }
}
