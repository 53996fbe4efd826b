package dev.synctrail.retention;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides how long things stay: the rules, and the holds that are above them. */
@Dependent
@Transactional
public class Retaining {
  private final RuleBook book;
  private final LegalHolds holds;
  private final Clock clock;

  @Inject
  public Retaining(RuleBook book, LegalHolds holds, Clock clock) {
    this.book = book;
    this.holds = holds;
    this.clock = clock;
  }

  /**
   * Puts other rules in place of all there are.
   *
   * @return empty when somebody else did so in between
   */
  public Optional<RetentionRules> replace(
      RetentionRules current, List<RetentionRule> wanted, String actor) {
    RetentionRules next = current.replacedBy(wanted, clock.instant(), actor);
    return book.replace(next) ? Optional.of(next) : Optional.empty();
  }

  /** Keeps what fits from being purged. */
  public LegalHold hold(SyncFilter held, String reason, String actor) {
    LegalHold hold =
        new LegalHold(
            SyncId.at(clock.instant()).value(), held, reason, actor, clock.instant(), null, null);
    holds.add(hold);
    return hold;
  }

  /** Ends a hold; tells whether there was one to end. */
  public boolean release(UUID id, String actor) {
    return holds.release(id, clock.instant(), actor);
  }
}
