package dev.synctrail.tracking;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its response. Secrets are replaced; payloads are exact.
 *
 * @param workId the sync, or the run whose types are listed
 * @param endedAt null while no end is recorded
 */
public record Exchange(
    UUID workId,
    int attempt,
    int number,
    RequestPurpose purpose,
    String method,
    URI url,
    List<Header> requestHeaders,
    @Nullable PayloadReference request,
    Instant startedAt,
    @Nullable Integer status,
    List<Header> responseHeaders,
    @Nullable PayloadReference response,
    @Nullable Instant endedAt,
    @Nullable FailureClass failureClass,
    @Nullable String errorMessage) {

  public Exchange {
    requestHeaders = List.copyOf(requestHeaders);
    responseHeaders = List.copyOf(responseHeaders);
  }

  /** Returns a request that is about to be sent. */
  static Exchange started(
      AttemptKey key, int number, ExchangeLog.Request request, @Nullable PayloadReference body) {
    return new Exchange(
        key.workId(),
        key.number(),
        number,
        request.purpose(),
        request.method(),
        request.url(),
        request.headers(),
        body,
        request.startedAt(),
        null,
        List.of(),
        null,
        null,
        null,
        null);
  }

  /** Returns the exchange with the response, or the failure, that ended it. */
  Exchange ended(ExchangeLog.Answer answer, @Nullable PayloadReference body) {
    Failure failure = answer.failure();
    return new Exchange(
        workId,
        attempt,
        number,
        purpose,
        method,
        url,
        requestHeaders,
        request,
        startedAt,
        answer.status(),
        answer.headers(),
        body,
        answer.endedAt(),
        failure == null ? null : failure.failureClass(),
        failure == null ? null : failure.message());
  }
}
