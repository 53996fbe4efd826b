package dev.synctrail.history;

import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try with its exchanges, in order.
 *
 * @param response how the answer is stored that an outside recorder reported; null otherwise
 */
public record AttemptDetail(
    Attempt attempt, @Nullable StoredPayload response, List<ExchangeDetail> exchanges) {

  public AttemptDetail {
    exchanges = List.copyOf(exchanges);
  }

  /**
   * One HTTP request with how its payloads are stored.
   *
   * @param request null when it had no body, or one that is never recorded
   * @param response null when no body came, or one that is never recorded
   */
  public record ExchangeDetail(
      Exchange exchange, @Nullable StoredPayload request, @Nullable StoredPayload response) {}
}
