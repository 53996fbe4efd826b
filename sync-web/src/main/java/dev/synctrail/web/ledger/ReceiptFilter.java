package dev.synctrail.web.ledger;

import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.LedgerReceipt;
import dev.synctrail.tlog.Hash;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Adds a signed receipt to each response to a request that has written entries of the ledger. */
@Provider
@SharedResource
public class ReceiptFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String HEADER = "Synctrail-Receipt";
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  /** Proxies limit the length of headers, and a deployment of thousands of types has many. */
  private static final int MAX_LEAVES = 50;

  private final RequestLeaves written;
  private final LedgerKeys keys;
  private final Clock clock;

  @Inject
  public ReceiptFilter(RequestLeaves written, LedgerKeys keys, Clock clock) {
    this.written = written;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!SAFE_METHODS.contains(request.getMethod())) {
      written.collect();
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (SAFE_METHODS.contains(request.getMethod())
        || response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
      return;
    }
    List<Hash> leaves = written.all();
    if (!leaves.isEmpty()) {
      var key = keys.current();
      response
          .getHeaders()
          .putSingle(
              HEADER,
              new LedgerReceipt(
                      key.origin(),
                      clock.instant(),
                      leaves.subList(0, Math.min(leaves.size(), MAX_LEAVES)))
                  .signed(key));
    }
  }
}
