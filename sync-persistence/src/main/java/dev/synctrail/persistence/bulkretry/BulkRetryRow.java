package dev.synctrail.persistence.bulkretry;

import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetry.Cancelled;
import dev.synctrail.bulkretry.BulkRetry.Counts;
import dev.synctrail.bulkretry.BulkRetry.Resumed;
import dev.synctrail.persistence.history.FilterColumn;
import dev.synctrail.tracking.Intent.Cause;
import dev.synctrail.tracking.Trace;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity(name = "BulkRetry")
@Table(name = "bulk_retry")
@SuppressWarnings("NullAway.Init") // fields are set by JPA or by of()
class BulkRetryRow {
  @Id UUID id;

  @Column(updatable = false)
  String filter;

  @Column(updatable = false)
  String resolved;

  @Column(updatable = false)
  String actor;

  @Column(name = "on_behalf_of", updatable = false)
  @Nullable String onBehalfOf;

  @Column(updatable = false)
  @Nullable String reason;

  @Column(name = "sync_metadata", updatable = false)
  @Nullable String syncMetadata;

  @Column(name = "trace_id", updatable = false)
  @Nullable String traceId;

  @Column(updatable = false)
  @Nullable String traceparent;

  @Column(updatable = false)
  int total;

  int started;
  int skipped;

  @Column(name = "created_at", updatable = false)
  Instant createdAt;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "completed_at")
  @Nullable Instant completedAt;

  @Column(name = "cancelled_at")
  @Nullable Instant cancelledAt;

  @Column(name = "cancelled_by")
  @Nullable String cancelledBy;

  @Column(name = "resumed_at")
  @Nullable Instant resumedAt;

  @Column(name = "resumed_by")
  @Nullable String resumedBy;

  @Nullable String problem;

  static BulkRetryRow of(BulkRetry job) {
    Cause cause = job.cause();
    BulkRetryRow row = new BulkRetryRow();
    row.id = job.id();
    row.filter = FilterColumn.text(job.filter());
    row.resolved = FilterColumn.text(job.resolved());
    row.actor = cause.actor();
    row.onBehalfOf = cause.onBehalfOf();
    row.reason = cause.reason();
    row.syncMetadata = cause.syncMetadata();
    row.traceId = cause.traceId();
    row.traceparent = cause.trace() == null ? null : cause.trace().traceparent();
    row.total = job.counts().total();
    row.createdAt = job.createdAt();
    row.update(job);
    return row;
  }

  void update(BulkRetry job) {
    started = job.counts().started();
    skipped = job.counts().skipped();
    startedAt = job.startedAt();
    completedAt = job.completedAt();
    Cancelled cancelled = job.cancelled();
    cancelledAt = cancelled == null ? null : cancelled.at();
    cancelledBy = cancelled == null ? null : cancelled.actor();
    Resumed resumed = cancelled == null ? null : cancelled.resumed();
    resumedAt = resumed == null ? null : resumed.at();
    resumedBy = resumed == null ? null : resumed.actor();
    problem = job.problem();
  }

  BulkRetry toJob() {
    return new BulkRetry(
        id,
        FilterColumn.filter(filter),
        FilterColumn.values(resolved),
        new Cause(
            actor,
            onBehalfOf,
            reason,
            syncMetadata,
            null,
            null,
            traceId,
            traceparent == null ? null : Trace.parse(traceparent).orElse(null)),
        new Counts(total, started, skipped),
        createdAt,
        startedAt,
        completedAt,
        cancelledBy == null || cancelledAt == null
            ? null
            : new Cancelled(cancelledBy, cancelledAt, resumed()),
        problem);
  }

  private @Nullable Resumed resumed() {
    return resumedBy == null || resumedAt == null ? null : new Resumed(resumedBy, resumedAt);
  }
}
