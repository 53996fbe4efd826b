package dev.synctrail.persistence.tracking;

import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.persistence.Columns;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.Exchange;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity(name = "Exchange")
@Table(name = "exchange")
@IdClass(ExchangeRow.Key.class)
@SuppressWarnings("NullAway.Init") // fields are set by JPA or by of()
class ExchangeRow {
  @Id
  @Column(name = "trail_id")
  UUID trailId;

  @Id int attempt;

  @Id int number;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  RequestPurpose purpose;

  @Column(updatable = false)
  String method;

  @Column(updatable = false)
  String url;

  @Column(name = "request_headers", updatable = false)
  String requestHeaders;

  @Column(name = "request_checksum", updatable = false)
  byte @Nullable [] requestChecksum;

  @Column(name = "request_size", updatable = false)
  @Nullable Integer requestSize;

  @Column(name = "request_truncated", updatable = false)
  boolean requestTruncated;

  @Column(name = "started_at", updatable = false)
  Instant startedAt;

  @Nullable Integer status;

  @Column(name = "response_headers")
  @Nullable String responseHeaders;

  @Column(name = "response_checksum")
  byte @Nullable [] responseChecksum;

  @Column(name = "response_size")
  @Nullable Integer responseSize;

  @Column(name = "response_truncated")
  boolean responseTruncated;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "failure_class")
  @Nullable FailureClass failureClass;

  @Column(name = "error_message")
  @Nullable String errorMessage;

  static ExchangeRow of(Exchange exchange) {
    ExchangeRow row = new ExchangeRow();
    row.trailId = exchange.workId();
    row.attempt = exchange.attempt();
    row.number = exchange.number();
    row.purpose = exchange.purpose();
    row.method = exchange.method();
    row.url = exchange.url().toString();
    row.requestHeaders = TrackingJson.headers(exchange.requestHeaders());
    PayloadReference request = exchange.request();
    if (request != null) {
      row.requestChecksum = Columns.checksum(request);
      row.requestSize = request.originalSize();
      row.requestTruncated = request.truncated();
    }
    row.startedAt = exchange.startedAt();
    row.status = exchange.status();
    row.endedAt = exchange.endedAt();
    row.responseHeaders =
        row.endedAt == null ? null : TrackingJson.headers(exchange.responseHeaders());
    PayloadReference response = exchange.response();
    if (response != null) {
      row.responseChecksum = Columns.checksum(response);
      row.responseSize = response.originalSize();
      row.responseTruncated = response.truncated();
    }
    row.failureClass = exchange.failureClass();
    row.errorMessage = exchange.errorMessage();
    return row;
  }

  Exchange toExchange() {
    return new Exchange(
        trailId,
        attempt,
        number,
        purpose,
        method,
        URI.create(url),
        TrackingJson.headers(requestHeaders),
        Columns.payload(requestChecksum, requestSize, requestTruncated),
        startedAt,
        status,
        TrackingJson.headers(responseHeaders),
        Columns.payload(responseChecksum, responseSize, responseTruncated),
        endedAt,
        failureClass,
        errorMessage);
  }

  @SuppressWarnings("NullAway.Init") // set by JPA
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    UUID trailId;
    int attempt;
    int number;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && trailId.equals(that.trailId)
          && attempt == that.attempt
          && number == that.number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(trailId, attempt, number);
    }
  }
}
