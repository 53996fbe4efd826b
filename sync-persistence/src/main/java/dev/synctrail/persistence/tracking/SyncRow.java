package dev.synctrail.persistence.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.ErasedReference;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Trace;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Entity(name = "Sync")
@Table(name = "sync")
@SuppressWarnings("NullAway.Init") // fields are set by JPA or by of()
class SyncRow {
  @Id UUID id;

  @Column(name = "type_key", updatable = false)
  String typeKey;

  @Column(name = "version_id")
  byte @Nullable [] versionId;

  @Column(name = "version_hash")
  byte @Nullable [] versionHash;

  @Column(updatable = false)
  String platform;

  @Column(name = "platform_revision")
  @Nullable Integer platformRevision;

  @Column(name = "credential_fingerprint")
  @Nullable String credentialFingerprint;

  @Column(name = "adapter_version")
  @Nullable String adapterVersion;

  @Column(name = "api_version")
  @Nullable String apiVersion;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  Direction direction;

  @Enumerated(EnumType.STRING)
  @Nullable Operation operation;

  @Enumerated(EnumType.STRING)
  SyncStatus status;

  @Enumerated(EnumType.STRING)
  @Column(name = "settled_by")
  @Nullable SettledBy settledBy;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  Recorder recorder;

  @Column(name = "run_id", updatable = false)
  @Nullable UUID runId;

  @Column(name = "retry_of", updatable = false)
  @Nullable UUID retryOf;

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

  @Column(name = "traceparent", updatable = false)
  @Nullable String traceparent;

  @Column(name = "dry_run", updatable = false)
  boolean dryRun;

  @Column(name = "ignore_data_loss", updatable = false)
  boolean ignoreDataLoss;

  @Column(name = "on_conflict", updatable = false)
  @Enumerated(EnumType.STRING)
  OnConflict onConflict;

  @Column(updatable = false)
  @Nullable String manners;

  @Column(name = "started_at", updatable = false)
  Instant startedAt;

  @Column(name = "first_sent_at")
  @Nullable Instant firstSentAt;

  @Column(name = "completed_at")
  @Nullable Instant completedAt;

  @Column(name = "duration_ms")
  @Nullable Long durationMs;

  @Column(name = "created_at", updatable = false)
  Instant createdAt;

  @Column(name = "http_status")
  @Nullable Integer httpStatus;

  @Enumerated(EnumType.STRING)
  @Column(name = "failure_class")
  @Nullable FailureClass failureClass;

  @Column(name = "platform_code")
  @Nullable String platformCode;

  @Column(name = "error_message")
  @Nullable String errorMessage;

  @Column(name = "error_fields")
  @Nullable String errorFields;

  @Column(name = "retry_count")
  int retryCount;

  @Nullable String items;

  @Column(name = "intended_checksum")
  byte @Nullable [] intendedChecksum;

  @Column(name = "intended_size")
  @Nullable Integer intendedSize;

  @Column(name = "before_checksum")
  byte @Nullable [] beforeChecksum;

  @Column(name = "before_size")
  @Nullable Integer beforeSize;

  @Column(name = "sent_checksum")
  byte @Nullable [] sentChecksum;

  @Column(name = "sent_size")
  @Nullable Integer sentSize;

  @Column(name = "answered_checksum")
  byte @Nullable [] answeredChecksum;

  @Column(name = "answered_size")
  @Nullable Integer answeredSize;

  /**
   * The response to a pull, for the payload search. An index on {@link #answeredChecksum} would
   * have to be updated with every response to a push.
   */
  @Column(name = "pulled_checksum")
  byte @Nullable [] pulledChecksum;

  @Column(name = "truncated_roles")
  @Nullable String truncatedRoles;

  @Column(name = "before_at")
  @Nullable Instant beforeAt;

  @Column(name = "sent_at")
  @Nullable Instant sentAt;

  @Column(name = "answered_at")
  @Nullable Instant answeredAt;

  static SyncRow of(Sync sync) {
    Intent intent = sync.intent();
    Intent.Cause cause = intent.cause();
    SyncRow row = new SyncRow();
    row.id = intent.id().value();
    row.typeKey = intent.typeKey().value();
    row.platform = intent.platform().value();
    row.direction = intent.direction();
    row.recorder = intent.recorder();
    row.runId = cause.run() == null ? null : cause.run().value();
    row.retryOf = cause.retryOf() == null ? null : cause.retryOf().value();
    row.actor = cause.actor();
    row.onBehalfOf = cause.onBehalfOf();
    row.reason = cause.reason();
    row.syncMetadata = cause.syncMetadata();
    row.traceId = cause.traceId();
    row.traceparent = cause.trace() == null ? null : cause.trace().traceparent();
    row.dryRun = intent.options().dryRun();
    row.ignoreDataLoss = intent.options().ignoreDataLossWarnings();
    row.onConflict = intent.options().onConflict();
    row.manners = PushFlagColumn.text(intent.options().flags());
    row.startedAt = intent.id().startedAt();
    row.createdAt = intent.createdAt();
    row.update(sync);
    return row;
  }

  /** Returns whether the view {@code sync_story} derives this first event from the row itself. */
  boolean impliesEvent(SyncEvent begun) {
    return begun.at().equals(createdAt)
        && begun.actor().equals(actor)
        && Objects.equals(
            begun.cause(),
            recorder == Recorder.OUTSIDE ? "recorded by an external system" : reason);
  }

  /** Updates all columns that can change during the life of a sync. */
  void update(Sync sync) {
    versionId = keepIfEqual(versionId, Columns.bytes(sync.version().versionId()));
    versionHash = keepIfEqual(versionHash, Columns.bytes(sync.version().versionHash()));
    platformRevision = sync.target().platformRevision();
    credentialFingerprint = sync.target().credentialFingerprint();
    adapterVersion = sync.target().adapterVersion();
    apiVersion = sync.target().apiVersion();
    Sync.State state = sync.state();
    status = state.status();
    operation = state.operation();
    settledBy = state.settledBy();
    firstSentAt = state.firstSentAt();
    completedAt = state.completedAt();
    durationMs =
        firstSentAt == null || completedAt == null
            ? null
            : Duration.between(firstSentAt, completedAt).toMillis();
    httpStatus = state.httpStatus();
    Failure failure = state.failure();
    failureClass = failure == null ? null : failure.failureClass();
    platformCode = failure == null ? null : failure.platformCode();
    errorMessage = failure == null ? null : failure.message();
    errorFields = failure == null ? null : TrackingJson.fields(failure.fields());
    retryCount = state.retryCount();
    items = TrackingJson.items(state.items());
    intendedChecksum =
        keepIfEqual(intendedChecksum, Columns.checksum(state.payloads().get(PayloadRole.INTENDED)));
    intendedSize = Columns.size(state.payloads().get(PayloadRole.INTENDED));
    beforeChecksum =
        keepIfEqual(beforeChecksum, Columns.checksum(state.payloads().get(PayloadRole.BEFORE)));
    beforeSize = Columns.size(state.payloads().get(PayloadRole.BEFORE));
    sentChecksum =
        keepIfEqual(sentChecksum, Columns.checksum(state.payloads().get(PayloadRole.SENT)));
    sentSize = Columns.size(state.payloads().get(PayloadRole.SENT));
    answeredChecksum =
        keepIfEqual(answeredChecksum, Columns.checksum(state.payloads().get(PayloadRole.ANSWERED)));
    answeredSize = Columns.size(state.payloads().get(PayloadRole.ANSWERED));
    pulledChecksum =
        keepIfEqual(pulledChecksum, direction == Direction.PULL ? answeredChecksum : null);
    String truncated =
        state.payloads().entrySet().stream()
            .filter(entry -> entry.getValue().truncated())
            .map(entry -> entry.getKey().name())
            .sorted()
            .collect(Collectors.joining(","));
    truncatedRoles = truncated.isEmpty() ? null : truncated;
  }

  /**
   * Keeps an equal array, and the reference to an erased payload. JPA compares arrays by identity
   * and would write the column again.
   */
  private static byte @Nullable [] keepIfEqual(byte @Nullable [] current, byte @Nullable [] next) {
    return Arrays.equals(current, next) ? current : ErasedReference.keepIfErased(current, next);
  }

  /** Records when payloads were transferred, so that lists need not read the exchanges. */
  void recordPayloadTimes(Exchange exchange) {
    switch (exchange.purpose()) {
      case TOKEN -> {}
      case READ -> {
        beforeAt = exchange.endedAt();
        answeredAt = exchange.endedAt();
      }
      case WRITE -> {
        sentAt = exchange.startedAt();
        answeredAt = exchange.endedAt();
      }
      case READ_BACK -> answeredAt = exchange.endedAt();
    }
  }

  Sync toSync() {
    return new Sync(
        new Intent(
            new SyncId(id),
            new TypeKey(typeKey),
            new PlatformId(platform),
            direction,
            new Intent.Cause(
                actor,
                onBehalfOf,
                reason,
                syncMetadata,
                runId == null ? null : new RunId(runId),
                retryOf == null ? null : new SyncId(retryOf),
                traceId,
                traceparent == null ? null : Trace.parse(traceparent).orElse(null)),
            new PushOptions(dryRun, ignoreDataLoss, onConflict, PushFlagColumn.of(manners)),
            recorder,
            createdAt),
        new Sync.VersionLink(Columns.hex(versionId), Columns.hex(versionHash)),
        new Sync.Target(platformRevision, credentialFingerprint, adapterVersion, apiVersion),
        new Sync.State(
            status,
            operation,
            httpStatus,
            failure(),
            TrackingJson.items(items),
            retryCount,
            firstSentAt,
            completedAt,
            settledBy,
            payloads()));
  }

  private @Nullable Failure failure() {
    return failureClass == null
        ? null
        : new Failure(
            failureClass,
            Objects.requireNonNullElse(errorMessage, ""),
            httpStatus,
            platformCode,
            TrackingJson.fields(errorFields),
            null);
  }

  private Map<PayloadRole, PayloadReference> payloads() {
    Set<String> truncated =
        truncatedRoles == null
            ? Set.of()
            : Arrays.stream(truncatedRoles.split(",", -1)).collect(Collectors.toSet());
    Map<PayloadRole, PayloadReference> payloads = new EnumMap<>(PayloadRole.class);
    put(payloads, PayloadRole.INTENDED, intendedChecksum, intendedSize, truncated);
    put(payloads, PayloadRole.BEFORE, beforeChecksum, beforeSize, truncated);
    put(payloads, PayloadRole.SENT, sentChecksum, sentSize, truncated);
    put(payloads, PayloadRole.ANSWERED, answeredChecksum, answeredSize, truncated);
    return payloads;
  }

  private static void put(
      Map<PayloadRole, PayloadReference> payloads,
      PayloadRole role,
      byte @Nullable [] checksum,
      @Nullable Integer size,
      Set<String> truncated) {
    PayloadReference reference = Columns.payload(checksum, size, truncated.contains(role.name()));
    if (reference != null) {
      payloads.put(role, reference);
    }
  }
}
