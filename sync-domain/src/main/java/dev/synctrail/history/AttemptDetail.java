package dev.synctrail.history;

import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt with its exchanges, in order.
 *
 * @param response the stored response that an external recorder reported; null otherwise
 */
public record AttemptDetail(
    Attempt attempt, @Nullable StoredPayload response, List<ExchangeDetail> exchanges) {

  public AttemptDetail {
    exchanges = List.copyOf(exchanges);
  }

  /**
   * One HTTP exchange with its stored payloads.
   *
   * @param request null if it had no body, or one that is never recorded
   * @param response null if no body was received, or one that is never recorded
   */
  public record ExchangeDetail(
      Exchange exchange, @Nullable StoredPayload request, @Nullable StoredPayload response) {}
}
