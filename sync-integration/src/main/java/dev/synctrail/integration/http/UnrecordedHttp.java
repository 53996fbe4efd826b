package dev.synctrail.integration.http;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Sends requests to systems that are no platforms and get nothing of the trail but checkpoints of
 * the ledger. They are sent with the same limits and not recorded.
 */
@ApplicationScoped
public class UnrecordedHttp {
  private final BareHttp bare;

  @Inject
  public UnrecordedHttp(HttpSettings settings) {
    this.bare = new BareHttp(settings);
  }

  /** Sends a request once. A failure of the transport is in the result. */
  public ExchangeResult send(Outgoing out) {
    Wire wire = new Wire();
    bare.exchange(out, wire);
    return wire.end(null);
  }

  @PreDestroy
  void close() {
    bare.close();
  }
}
