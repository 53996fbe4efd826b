package dev.synctrail.web.history;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.AttemptDetail.ExchangeDetail;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One try of a sync with every request it made. */
@Schema(name = "Attempt")
public record AttemptAnswer(
    @Schema(description = "Number, from 1; never reused", example = "1") int number,
    @Schema(description = "Trigger") Attempt.Trigger trigger,
    @Schema(description = "Start time") Instant startedAt,
    @Schema(description = "End time") @Nullable Instant endedAt,
    @Schema(description = "Outcome; absent while open") Attempt.@Nullable Outcome outcome,
    @Schema(description = "Failure class") @Nullable FailureClass failureClass,
    @Schema(description = "HTTP status of the decisive response") @Nullable Integer httpStatus,
    @Schema(description = "Error code of the platform") @Nullable String platformCode,
    @Schema(description = "Error message") @Nullable String errorMessage,
    @Schema(description = "Response reported by an external recorder") @Nullable Body response,
    @Schema(
            description = "W3C trace context; absent if not traced",
            example = "4bf92f3577b34da6a3ce929d0e0e4736")
        @Nullable String traceId,
    @Schema(
            description = "W3C traceparent",
            example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        @Nullable String traceparent,
    @Schema(description = "HTTP requests in order") List<Request> exchanges) {

  static AttemptAnswer of(AttemptDetail detail) {
    Attempt attempt = detail.attempt();
    Failure failure = attempt.failure();
    Trace trace = attempt.trace();
    return new AttemptAnswer(
        attempt.number(),
        attempt.trigger(),
        attempt.startedAt(),
        attempt.endedAt(),
        attempt.outcome(),
        failure == null ? null : failure.failureClass(),
        failure == null ? null : failure.httpStatus(),
        failure == null ? null : failure.platformCode(),
        failure == null ? null : failure.message(),
        Body.of(detail.response()),
        trace == null ? null : trace.traceId(),
        trace == null ? null : trace.traceparent(),
        detail.exchanges().stream().map(Request::of).toList());
  }

  /** One HTTP request and how it ended. */
  @Schema(name = "Exchange")
  public record Request(
      @Schema(description = "Trigger") RequestPurpose purpose,
      @Schema(description = "HTTP method", example = "PATCH") String method,
      @Schema(
              description = "URL",
              example = "https://api.cms.optimizely.com/v1/contenttypes/ArticlePage")
          URI url,
      @Schema(description = "Request headers as sent, in order, with secrets replaced")
          List<ExchangeLog.Header> requestHeaders,
      @Schema(description = "Request body; never of a TOKEN request") @Nullable Body requestPayload,
      @Schema(description = "HTTP status; absent without a response", example = "200")
          @Nullable Integer status,
      @Schema(description = "Response headers as received, in order, with secrets replaced")
          List<ExchangeLog.Header> responseHeaders,
      @Schema(description = "Response body; never of a TOKEN request")
          @Nullable Body responsePayload,
      @Schema(description = "Time directly before sending") Instant startedAt,
      @Schema(description = "Duration; absent until the end is recorded", example = "184")
          @Nullable Long durationMs,
      @Schema(description = "Failure class of a transport error")
          @Nullable FailureClass failureClass,
      @Schema(description = "Message of a transport error") @Nullable String errorMessage) {

    static Request of(ExchangeDetail detail) {
      Exchange exchange = detail.exchange();
      Instant endedAt = exchange.endedAt();
      return new Request(
          exchange.purpose(),
          exchange.method(),
          exchange.url(),
          exchange.requestHeaders(),
          Body.of(detail.request()),
          exchange.status(),
          exchange.responseHeaders(),
          Body.of(detail.response()),
          exchange.startedAt(),
          endedAt == null ? null : Duration.between(exchange.startedAt(), endedAt).toMillis(),
          exchange.failureClass(),
          exchange.errorMessage());
    }
  }

  /** How a body is kept. */
  @Schema(name = "Body")
  public record Body(
      @Schema(description = "SHA-256 of the complete bytes; absent once they were erased")
          @Nullable String checksum,
      @Schema(description = "Commitment of the ledger to the bytes, once they were erased")
          @Nullable String commitment,
      @Schema(description = "Complete size in bytes") int originalSize,
      @Schema(description = "Stored size in bytes") int storedSize,
      @Schema(description = "Whether it is stored compressed") boolean isCompressed,
      @Schema(description = "Whether only the beginning is stored because of its size")
          @Nullable Boolean truncated) {

    static @Nullable Body of(@Nullable StoredPayload payload) {
      return payload == null
          ? null
          : new Body(
              payload.purged() == null ? payload.checksum().hex() : null,
              payload.purged() == null ? null : payload.checksum().hex(),
              payload.originalSize(),
              payload.storedSize(),
              payload.compressed(),
              payload.truncated() ? true : null);
    }
  }
}
