package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.history.Holding;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.search.PayloadIndex;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;

/** Checks who may search in payloads, and reports the payloads that are not indexed yet. */
@ApplicationScoped
public class PayloadSearchAccess {
  /** Response header: number of payloads that are not or only partly indexed. */
  public static final String HEADER = "Unindexed-Payloads";

  private final PayloadIndex index;
  private final Authorization authorization;
  private final PayloadMasks payloadMasks;

  @Inject
  public PayloadSearchAccess(
      PayloadIndex index, Authorization authorization, PayloadMasks payloadMasks) {
    this.index = index;
    this.authorization = authorization;
    this.payloadMasks = payloadMasks;
  }

  /**
   * Returns the filter if the caller may use it.
   *
   * @throws Problem 403 if it searches in payloads that the caller may not see
   */
  public SyncFilter allowed(SyncFilter filter) {
    Holding holding = filter.holding();
    if (holding != null) {
      authorization.require(Right.PAYLOAD);
      payloadMasks.requireShown(holding.pointer());
    }
    return filter;
  }

  /** Returns the part of a filter that the caller may see. */
  public SyncFilter shown(SyncFilter filter) {
    return authorization.may(Right.PAYLOAD) && !payloadMasks.isHiding()
        ? filter
        : filter.withoutHolding();
  }

  /** Adds the number of unindexed payloads to a response if the filter searched in payloads. */
  public void addUnindexed(SyncFilter filter, HttpServletResponse response) {
    if (filter.holding() != null) {
      response.setHeader(HEADER, String.valueOf(index.missing()));
    }
  }
}
