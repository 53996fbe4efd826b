package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LedgerKeyMissing;
import dev.synctrail.ledger.LedgerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The server is not ready without the key of the ledger, because it could record nothing. */
@Readiness
@ApplicationScoped
class LedgerKeyReady implements HealthCheck {
  private final LedgerKeys keys;

  @Inject
  LedgerKeyReady(LedgerKeys keys) {
    this.keys = keys;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("ledger");
    try {
      return response.up().withData("origin", keys.current().origin()).build();
    } catch (LedgerKeyMissing e) {
      return response.down().withData("key", String.valueOf(e.getMessage())).build();
    }
  }
}
