package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.ledger.LedgerKeyMissing;
import dev.synctrail.ledger.LedgerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The server is not ready without the key of the ledger, because it could record nothing. With a
 * ledger that was set back it is ready, because a person has to be able to acknowledge that.
 */
@Readiness
@ApplicationScoped
class LedgerKeyReady implements HealthCheck {
  private final LedgerKeys keys;
  private final LedgerGuard guard;

  @Inject
  LedgerKeyReady(LedgerKeys keys, LedgerGuard guard) {
    this.keys = keys;
    this.guard = guard;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("ledger");
    try {
      response.up().withData("origin", keys.current().origin());
      if (isRolledBack()) {
        response.withData("state", "LEDGER_ROLLED_BACK");
      }
      return response.build();
    } catch (LedgerKeyMissing e) {
      return response.down().withData("key", String.valueOf(e.getMessage())).build();
    }
  }

  /** Another check says so if the database cannot be reached. */
  private boolean isRolledBack() {
    try {
      return guard.isRolledBack();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
