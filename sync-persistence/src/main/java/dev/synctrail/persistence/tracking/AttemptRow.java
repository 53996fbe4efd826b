package dev.synctrail.persistence.tracking;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.persistence.Columns;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Trace;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity(name = "Attempt")
@Table(name = "attempt")
@IdClass(AttemptRow.Key.class)
@SuppressWarnings("NullAway.Init") // fields are set by JPA or by of()
class AttemptRow {
  @Id
  @Column(name = "sync_id")
  UUID syncId;

  @Id int number;

  @Enumerated(EnumType.STRING)
  Attempt.Trigger trigger;

  long fence;

  @Nullable String lane;

  @Column(name = "started_at")
  Instant startedAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Enumerated(EnumType.STRING)
  Attempt.@Nullable Outcome outcome;

  @Enumerated(EnumType.STRING)
  @Column(name = "failure_class")
  @Nullable FailureClass failureClass;

  @Column(name = "platform_code")
  @Nullable String platformCode;

  @Column(name = "http_status")
  @Nullable Integer httpStatus;

  @Column(name = "error_message")
  @Nullable String errorMessage;

  @Column(name = "response_checksum")
  byte @Nullable [] responseChecksum;

  @Column(name = "response_size")
  @Nullable Integer responseSize;

  @Column(name = "response_truncated")
  boolean responseTruncated;

  @Column(name = "traceparent", updatable = false)
  @Nullable String traceparent;

  static AttemptRow of(Attempt attempt) {
    AttemptRow row = new AttemptRow();
    row.syncId = attempt.syncId().value();
    row.number = attempt.number();
    row.trigger = attempt.trigger();
    row.fence = attempt.fence();
    row.lane = attempt.lane();
    row.startedAt = attempt.startedAt();
    row.traceparent = attempt.trace() == null ? null : attempt.trace().traceparent();
    row.endedAt = attempt.endedAt();
    row.outcome = attempt.outcome();
    Failure failure = attempt.failure();
    if (failure != null) {
      row.failureClass = failure.failureClass();
      row.platformCode = failure.platformCode();
      row.httpStatus = failure.httpStatus();
      row.errorMessage = failure.message();
    }
    PayloadReference response = attempt.response();
    if (response != null) {
      row.responseChecksum = Columns.checksum(response);
      row.responseSize = response.originalSize();
      row.responseTruncated = response.truncated();
    }
    return row;
  }

  Attempt toAttempt() {
    Failure failure =
        failureClass == null
            ? null
            : new Failure(
                failureClass,
                Objects.requireNonNullElse(errorMessage, ""),
                httpStatus,
                platformCode,
                List.of(),
                null);
    return new Attempt(
        new SyncId(syncId),
        number,
        trigger,
        fence,
        lane,
        startedAt,
        endedAt,
        outcome,
        failure,
        Columns.payload(responseChecksum, responseSize, responseTruncated),
        traceparent == null ? null : Trace.parse(traceparent).orElse(null));
  }

  @SuppressWarnings("NullAway.Init") // set by JPA
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    UUID syncId;
    int number;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that && syncId.equals(that.syncId) && number == that.number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(syncId, number);
    }
  }
}
