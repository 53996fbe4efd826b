package dev.synctrail.persistence.tracking;

import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of {@code run}. Its counters change only by SQL. */
@Entity(name = "Run")
@Table(name = "run")
@SuppressWarnings("NullAway.Init") // fields are set by JPA or by of()
class RunRow {
  @Id UUID id;

  @Enumerated(EnumType.STRING)
  Direction direction;

  String platform;
  String actor;

  @Column(name = "on_behalf_of")
  @Nullable String onBehalfOf;

  @Nullable String reason;

  @Column(name = "sync_metadata")
  @Nullable String syncMetadata;

  @Column(name = "dry_run")
  boolean dryRun;

  @Column(name = "ignore_data_loss")
  boolean ignoreDataLoss;

  @Column(name = "on_conflict")
  @Enumerated(EnumType.STRING)
  OnConflict onConflict;

  @Nullable String manners;

  @Column(name = "retry_of")
  @Nullable UUID retryOf;

  @Column(name = "rollback_of")
  @Nullable UUID rollbackOf;

  @Column(name = "plan_id")
  @Nullable UUID plan;

  @Column(name = "cancelled_at")
  @Nullable Instant cancelledAt;

  @Column(name = "cancelled_by")
  @Nullable String cancelledBy;

  @Column(name = "cancel_reason")
  @Nullable String cancelReason;

  int total;
  int success;
  int failed;
  int partial;
  boolean listing;

  @Column(name = "error_message")
  @Nullable String errorMessage;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "completed_at")
  @Nullable Instant completedAt;

  static RunRow of(Run run) {
    RunRow row = new RunRow();
    row.id = run.id().value();
    row.direction = run.direction();
    row.platform = run.platform().value();
    row.actor = run.actor();
    row.onBehalfOf = run.onBehalfOf();
    row.reason = run.reason();
    row.syncMetadata = run.syncMetadata();
    row.dryRun = run.options().dryRun();
    row.ignoreDataLoss = run.options().ignoreDataLossWarnings();
    row.onConflict = run.options().onConflict();
    row.manners = PushFlagColumn.text(run.options().flags());
    row.retryOf = run.retryOf() == null ? null : run.retryOf().value();
    row.rollbackOf = run.rollbackOf() == null ? null : run.rollbackOf().value();
    row.plan = run.plan() == null ? null : run.plan().value();
    row.total = run.counts().total();
    row.success = run.counts().success();
    row.failed = run.counts().failed();
    row.partial = run.counts().partial();
    row.listing = run.listing();
    row.errorMessage = run.errorMessage();
    row.createdAt = run.createdAt();
    row.startedAt = run.startedAt();
    row.completedAt = run.completedAt();
    return row;
  }

  Run toRun() {
    return new Run(
        new RunId(id),
        direction,
        new PlatformId(platform),
        actor,
        onBehalfOf,
        reason,
        syncMetadata,
        new PushOptions(dryRun, ignoreDataLoss, onConflict, PushFlagColumn.of(manners)),
        new Run.Origin(
            retryOf == null ? null : new RunId(retryOf),
            rollbackOf == null ? null : new RunId(rollbackOf),
            plan == null ? null : new RunId(plan)),
        cancelledAt == null
            ? null
            : new Run.Cancellation(cancelledAt, Objects.requireNonNull(cancelledBy), cancelReason),
        new Run.Counts(total, success, failed, partial),
        listing,
        errorMessage,
        createdAt,
        startedAt,
        completedAt);
  }
}
