package dev.synctrail.export;

import dev.synctrail.tracking.PayloadRole;

/** The exported columns of a sync, in the order of all export formats. */
public enum ExportColumn {
  ID("id", Kind.TEXT),
  TYPE_KEY("typeKey", Kind.TEXT),
  VERSION_ID("versionId", Kind.TEXT),
  VERSION_HASH("versionHash", Kind.TEXT),
  TARGET_PLATFORM("targetPlatform", Kind.TEXT),
  PLATFORM_REVISION("platformRevision", Kind.NUMBER),
  ADAPTER_VERSION("adapterVersion", Kind.TEXT),
  API_VERSION("apiVersion", Kind.TEXT),
  SYNC_DIRECTION("syncDirection", Kind.TEXT),
  OPERATION("operation", Kind.TEXT),
  SYNC_STATUS("syncStatus", Kind.TEXT),
  SETTLED_BY("settledBy", Kind.TEXT),
  RECORDER("recorder", Kind.TEXT),
  DEPLOYMENT_ID("deploymentId", Kind.TEXT),
  RETRIEVAL_ID("retrievalId", Kind.TEXT),
  RETRY_OF("retryOf", Kind.TEXT),
  ACTOR("actor", Kind.TEXT),
  ON_BEHALF_OF("onBehalfOf", Kind.TEXT),
  REASON("reason", Kind.TEXT),
  SYNC_METADATA("syncMetadata", Kind.JSON),
  TRACE_ID("traceId", Kind.TEXT),
  DRY_RUN("dryRun", Kind.FLAG),
  IGNORE_DATA_LOSS_WARNINGS("ignoreDataLossWarnings", Kind.FLAG),
  ON_CONFLICT("onConflict", Kind.TEXT),
  MANNERS("manners", Kind.TEXT),
  STARTED_AT("startedAt", Kind.TEXT),
  FIRST_SENT_AT("firstSentAt", Kind.TEXT),
  COMPLETED_AT("completedAt", Kind.TEXT),
  DURATION_MS("durationMs", Kind.NUMBER),
  CREATED_AT("createdAt", Kind.TEXT),
  HTTP_STATUS("httpStatus", Kind.NUMBER),
  FAILURE_CLASS("failureClass", Kind.TEXT),
  PLATFORM_CODE("platformCode", Kind.TEXT),
  ERROR_MESSAGE("errorMessage", Kind.TEXT),
  ERROR_FIELDS("errorFields", Kind.JSON),
  RETRY_COUNT("retryCount", Kind.NUMBER),
  ITEMS("items", Kind.JSON),
  INTENDED_CHECKSUM("intendedChecksum", Kind.TEXT),
  INTENDED_SIZE("intendedSize", Kind.NUMBER),
  BEFORE_CHECKSUM("beforeChecksum", Kind.TEXT),
  BEFORE_SIZE("beforeSize", Kind.NUMBER),
  SENT_CHECKSUM("sentChecksum", Kind.TEXT),
  SENT_SIZE("sentSize", Kind.NUMBER),
  ANSWERED_CHECKSUM("answeredChecksum", Kind.TEXT),
  ANSWERED_SIZE("answeredSize", Kind.NUMBER),
  TRUNCATED_ROLES("truncatedRoles", Kind.TEXT),
  PURGE_ID("purgeId", Kind.TEXT),
  PURGED_AT("purgedAt", Kind.TEXT);

  private final String title;
  private final Kind kind;

  ExportColumn(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
  }

  /** Returns the name in exports, as in the REST API. */
  public String title() {
    return title;
  }

  /** Returns the index of the column, from 0. */
  @SuppressWarnings("EnumOrdinal") // the order is the format's, and nothing is stored by it
  public int index() {
    return ordinal();
  }

  /** Returns the kind of its values. */
  public Kind kind() {
    return kind;
  }

  /** Returns the column of a payload's checksum. */
  public static ExportColumn checksum(PayloadRole payloadRole) {
    return switch (payloadRole) {
      case INTENDED -> INTENDED_CHECKSUM;
      case BEFORE -> BEFORE_CHECKSUM;
      case SENT -> SENT_CHECKSUM;
      case ANSWERED -> ANSWERED_CHECKSUM;
    };
  }

  /** Returns the column of a payload's size. */
  public static ExportColumn size(PayloadRole payloadRole) {
    return switch (payloadRole) {
      case INTENDED -> INTENDED_SIZE;
      case BEFORE -> BEFORE_SIZE;
      case SENT -> SENT_SIZE;
      case ANSWERED -> ANSWERED_SIZE;
    };
  }

  /** How the bytes of a value are interpreted. */
  public enum Kind {
    TEXT,
    /** A whole number in decimal digits. */
    NUMBER,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A JSON text without line breaks. */
    JSON
  }
}
