package dev.synctrail.web.history;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.history.Holding;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.VersionId;
import dev.synctrail.web.rest.JsonBody;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A filter of the history as JSON. */
@Schema(name = "SyncFilter", description = "Syncs that match all criteria, as in the history")
public record FilteredSyncs(
    @Schema(description = "Content type") @Nullable TypeKey typeKey,
    @Schema(description = "Platform") @Nullable PlatformId platform,
    @Schema(description = "Status") @Nullable SyncStatus status,
    @Schema(description = "Direction") @Nullable Direction direction,
    @Schema(description = "Operation") @Nullable Operation operation,
    @Schema(description = "Start, inclusive; a date is a day in UTC") @Nullable Instant startDate,
    @Schema(description = "End, exclusive; of a date, the whole day (UTC) is included")
        @Nullable Instant endDate,
    @Schema(description = "Id of the deployment") @Nullable UUID deploymentId,
    @Schema(description = "Id of the retrieval") @Nullable UUID retrievalId,
    @Schema(description = "Content hash") @Nullable String versionHash,
    @Schema(description = "Version id") @Nullable String versionId,
    @Schema(description = "Actor", example = "ci") @Nullable String actor,
    @Schema(description = "Failure class") @Nullable FailureClass failureClass,
    @Schema(description = "Class of the HTTP status", example = "4xx") @Nullable String httpClass,
    @Schema(description = "Words in the error message", example = "breaking")
        @Nullable String errorText,
    @Schema(description = "`true` for only dry runs, `false` for none") @Nullable Boolean dryRun,
    @Schema(
            description =
                "JSON Pointer that exists in the payload; requires the right `PAYLOAD`; not"
                    + " available for legal holds",
            example = "/displayName")
        @Nullable String pointer,
    @Schema(description = "Value at `pointer`, as in the history", example = "Title")
        @Nullable String value) {

  /** Tells of a filter. */
  public static FilteredSyncs of(SyncFilter filter) {
    return of(filter, filter.holding());
  }

  /** Tells of a filter without what it looks for inside payloads. */
  static FilteredSyncs ofColumns(SyncFilter filter) {
    return of(filter, null);
  }

  private static FilteredSyncs of(SyncFilter filter, @Nullable Holding holding) {
    RunId deployment = filter.deployment();
    RunId retrieval = filter.retrieval();
    return new FilteredSyncs(
        filter.typeKey(),
        filter.platform(),
        filter.status(),
        filter.direction(),
        filter.operation(),
        filter.period().from(),
        filter.period().until(),
        deployment == null ? null : deployment.value(),
        retrieval == null ? null : retrieval.value(),
        filter.versionHash(),
        filter.versionId(),
        filter.actor(),
        filter.failureClass(),
        filter.httpClass() == null ? null : filter.httpClass() + "xx",
        filter.errorText(),
        filter.dryRun(),
        holding == null ? null : holding.pointer(),
        holding == null ? null : holding.value());
  }

  /** Reads what the history can be asked for. */
  public static SyncFilter read(JsonBody in) {
    return columns(in).holding(holding(in)).build();
  }

  /** Reads what can be told of a sync without looking into its payloads. */
  public static SyncFilter readColumns(JsonBody in) {
    return columns(in).build();
  }

  private static SyncFilter.Builder columns(JsonBody in) {
    return SyncFilter.builder()
        .typeKey(in.optionalValue("typeKey", TypeKey::new))
        .platform(in.optionalValue("platform", PlatformId::new))
        .status(in.optionalConstant("status", SyncStatus.class))
        .direction(in.optionalConstant("direction", Direction.class))
        .operation(in.optionalConstant("operation", Operation.class))
        .period(period(in))
        .deployment(run(in, "deploymentId"))
        .retrieval(run(in, "retrievalId"))
        .versionHash(in.optionalValue("versionHash", text -> new ContentHash(text).hex()))
        .versionId(in.optionalValue("versionId", text -> new VersionId(text).hex()))
        .actor(in.optionalText("actor", 255))
        .failureClass(in.optionalConstant("failureClass", FailureClass.class))
        .httpClass(in.optionalValue("httpClass", FilteredSyncs::httpClass))
        .errorText(in.optionalText("errorText", 255))
        .dryRun(in.has("dryRun") ? in.flag("dryRun", false) : null);
  }

  private static @Nullable Holding holding(JsonBody in) {
    String value = in.optionalValue("value", Holding::value);
    Holding holding = in.optionalValue("pointer", pointer -> new Holding(pointer, value));
    if (in.has("value") && !in.has("pointer")) {
      in.fault("pointer", "Required together with value");
    }
    return holding;
  }

  private static Period period(JsonBody in) {
    Instant from = in.optionalValue("startDate", Period::start);
    Instant until = in.optionalValue("endDate", Period::end);
    try {
      return new Period(from, until);
    } catch (IllegalArgumentException e) {
      in.fault("endDate", String.valueOf(e.getMessage()));
      return Period.ALWAYS;
    }
  }

  private static @Nullable RunId run(JsonBody in, String name) {
    UUID id = in.optionalUuid(name);
    return id == null ? null : new RunId(id);
  }

  private static Integer httpClass(String text) {
    if (!text.matches("[1-5]xx")) {
      throw new IllegalArgumentException("Must be one of 1xx, 2xx, 3xx, 4xx, 5xx");
    }
    return Character.digit(text.charAt(0), 10);
  }
}
