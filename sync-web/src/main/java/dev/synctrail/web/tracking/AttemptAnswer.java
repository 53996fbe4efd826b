package dev.synctrail.web.tracking;

import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.AttemptDetail.ExchangeDetail;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.platform.ExchangeLog;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.RequestPurpose;
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
    @Schema(description = "1 for the first, never used twice", required = true, example = "1")
        int number,
    @Schema(description = "Why it was made", required = true) Attempt.Trigger trigger,
    @Schema(description = "When it was opened", required = true) Instant startedAt,
    @Schema(description = "When it was closed") @Nullable Instant endedAt,
    @Schema(description = "What came of it; absent while it is open")
        Attempt.@Nullable Outcome outcome,
    @Schema(description = "Why it failed, in one word") @Nullable FailureClass failureClass,
    @Schema(description = "The HTTP status of the answer that decided")
        @Nullable Integer httpStatus,
    @Schema(description = "The platform's own error code") @Nullable String platformCode,
    @Schema(description = "Why it failed, for people") @Nullable String errorMessage,
    @Schema(description = "The answer a system reported that records its own tries")
        @Nullable Body response,
    @Schema(
            description = "The W3C trace it belongs to; absent for what nobody traced",
            example = "4bf92f3577b34da6a3ce929d0e0e4736")
        @Nullable String traceId,
    @Schema(
            description = "Its own place in that trace, as W3C Trace Context writes it",
            example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        @Nullable String traceparent,
    @Schema(description = "Every HTTP request, in order", required = true)
        List<Request> exchanges) {

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
      @Schema(description = "Why it was made", required = true) RequestPurpose purpose,
      @Schema(description = "The method", required = true, example = "PATCH") String method,
      @Schema(
              description = "Where it went",
              required = true,
              example = "https://api.cms.optimizely.com/v1/contenttypes/ArticlePage")
          URI url,
      @Schema(description = "As sent, in order, secrets replaced", required = true)
          List<Header> requestHeaders,
      @Schema(description = "The body that was sent; never that of a TOKEN request")
          @Nullable Body requestPayload,
      @Schema(description = "The HTTP status; absent when no answer came", example = "200")
          @Nullable Integer status,
      @Schema(description = "As received, in order, secrets replaced", required = true)
          List<Header> responseHeaders,
      @Schema(description = "The body that came; never that of a TOKEN request")
          @Nullable Body responsePayload,
      @Schema(description = "When it was about to leave", required = true) Instant startedAt,
      @Schema(description = "Until its end; absent while no end is recorded", example = "184")
          @Nullable Long durationMs,
      @Schema(description = "What broke on the wire, in one word")
          @Nullable FailureClass failureClass,
      @Schema(description = "What broke on the wire, for people") @Nullable String errorMessage) {

    static Request of(ExchangeDetail detail) {
      Exchange exchange = detail.exchange();
      Instant endedAt = exchange.endedAt();
      return new Request(
          exchange.purpose(),
          exchange.method(),
          exchange.url(),
          headers(exchange.requestHeaders()),
          Body.of(detail.request()),
          exchange.status(),
          headers(exchange.responseHeaders()),
          Body.of(detail.response()),
          exchange.startedAt(),
          endedAt == null ? null : Duration.between(exchange.startedAt(), endedAt).toMillis(),
          exchange.failureClass(),
          exchange.errorMessage());
    }

    private static List<Header> headers(List<ExchangeLog.Header> headers) {
      return headers.stream().map(header -> new Header(header.name(), header.value())).toList();
    }
  }

  /** One header line. */
  @Schema(name = "Header")
  public record Header(
      @Schema(description = "Its name, as sent", required = true, example = "If-Match") String name,
      @Schema(description = "Its value, replaced where it is secret", required = true)
          String value) {}

  /** How a body is kept. */
  @Schema(name = "Body")
  public record Body(
      @Schema(description = "SHA-256 of the exact bytes, whole", required = true) String checksum,
      @Schema(description = "Its size in bytes, whole", required = true) int originalSize,
      @Schema(description = "What is stored of it, in bytes", required = true) int storedSize,
      @Schema(description = "Whether it is stored compressed", required = true)
          boolean isCompressed,
      @Schema(description = "Whether only its beginning is kept, because it was too large")
          @Nullable Boolean truncated) {

    static @Nullable Body of(@Nullable StoredPayload payload) {
      return payload == null
          ? null
          : new Body(
              payload.checksum().hex(),
              payload.originalSize(),
              payload.storedSize(),
              payload.compressed(),
              payload.truncated() ? true : null);
    }
  }
}
