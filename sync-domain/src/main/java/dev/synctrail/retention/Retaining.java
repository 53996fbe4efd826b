package dev.synctrail.retention;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Manages retention rules and the legal holds that override them. */
@ApplicationScoped
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
   * Replaces all rules.
   *
   * @return empty if the rules were changed concurrently
   */
  public Optional<RetentionRules> replace(
      RetentionRules current, List<RetentionRule> newRules, String actor) {
    RetentionRules next = current.replacedBy(newRules, clock.instant(), actor);
    return book.replace(next) ? Optional.of(next) : Optional.empty();
  }

  /** Protects matching syncs from being purged. */
  public LegalHold hold(SyncFilter held, String reason, String actor) {
    LegalHold hold =
        new LegalHold(
            SyncId.at(clock.instant()).value(), held, reason, actor, clock.instant(), null, null);
    holds.add(hold);
    return hold;
  }

  /** Releases a hold and returns whether it was in force. */
  public boolean release(UUID id, String actor) {
    return holds.release(id, clock.instant(), actor);
  }
}
