package dev.synctrail.web.history;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.history.Holding;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.VersionId;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which syncs are wanted and in which order, wherever syncs are asked for. */
public class CriteriaParameters {
  private static final int LONGEST_TEXT = 255;

  @QueryParam("platform")
  @Parameter(description = "Platform")
  @Nullable PlatformId platform;

  @QueryParam("status")
  @Parameter(description = "Status")
  @Nullable SyncStatus status;

  @QueryParam("direction")
  @Parameter(description = "Direction")
  @Nullable Direction direction;

  @QueryParam("operation")
  @Parameter(description = "Operation; of a dry run the planned one")
  @Nullable Operation operation;

  @QueryParam("startDate")
  @Parameter(description = "Start, inclusive: an instant, or a date (UTC)", example = "2026-01-31")
  @Nullable String startDate;

  @QueryParam("endDate")
  @Parameter(
      description = "End: an instant, exclusive, or a date, whose whole day (UTC) is included",
      example = "2026-01-31T09:30:00.000Z")
  @Nullable String endDate;

  @QueryParam("deploymentId")
  @Parameter(description = "Id of the deployment")
  @Nullable UUID deploymentId;

  @QueryParam("retrievalId")
  @Parameter(description = "Id of the retrieval")
  @Nullable UUID retrievalId;

  @QueryParam("versionHash")
  @Parameter(description = "Content hash, 64 lower-case hex digits")
  @Nullable String versionHash;

  @QueryParam("versionId")
  @Parameter(description = "Version id, 64 lower-case hex digits")
  @Nullable String versionId;

  @QueryParam("actor")
  @Parameter(description = "Authenticated name of the actor", example = "ci")
  @Nullable String actor;

  @QueryParam("failureClass")
  @Parameter(description = "Failure class of the sync or of its last attempt")
  @Nullable FailureClass failureClass;

  @QueryParam("httpClass")
  @Parameter(
      description = "Class of the HTTP status",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"1xx", "2xx", "3xx", "4xx", "5xx"}))
  @Nullable String httpClass;

  @QueryParam("errorText")
  @Parameter(
      description =
          "Words at whose beginning the words of the error message match,"
              + " case-insensitively; `\"…\"` for a phrase, `or`, and `-` to exclude a word",
      example = "\"breaking change\" -timeout")
  @Nullable String errorText;

  @QueryParam("dryRun")
  @Parameter(description = "`true` for only dry runs, `false` for none")
  @Nullable Boolean dryRun;

  @QueryParam("pointer")
  @Parameter(
      description =
          "Requires the right `PAYLOAD`. JSON Pointer that exists in the sent, intended"
              + " or pulled payload. At most 10 000 values per payload are indexed, shortly"
              + " after it is stored; `Unindexed-Payloads` tells how many payloads are not, or"
              + " not completely, indexed",
      example = "/properties/title/displayName")
  @Nullable String pointer;

  @QueryParam("value")
  @Parameter(
      description =
          "Value at `pointer`: a string, or a JSON value: a number, `true`, `false`,"
              + " `null`, or a quoted string that looks like one of these. Numbers match by"
              + " value: `1.0` finds `1`",
      example = "Title")
  @Nullable String value;

  @QueryParam("sort")
  @Parameter(
      description = "Sort key, default `startedAt`; syncs without a duration sort as shortest",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"startedAt", "duration"}))
  @Nullable String sort;

  @QueryParam("order")
  @Parameter(
      description = "Sort order, default `desc` (newest or longest first)",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"desc", "asc"}))
  @Nullable String order;

  private @Nullable TypeKey typeKey;

  /** Called by the container, which fills in what the address says. */
  public CriteriaParameters() {}

  /**
   * Reads them from the address of a page, where a form leaves blank what was not asked for.
   *
   * @param parameter finds the text of a parameter by its name
   * @throws Problem 400, with every fault among those that are values of their own
   */
  public static CriteriaParameters of(UnaryOperator<@Nullable String> parameter) {
    UnaryOperator<@Nullable String> asked =
        name -> {
          String text = parameter.apply(name);
          return text == null || text.isBlank() ? null : text.strip();
        };
    List<Fault> faults = new ArrayList<>();
    CriteriaParameters criteria = new CriteriaParameters();
    criteria.platform = read("platform", asked, PlatformId::new, faults);
    criteria.status = read("status", asked, constant(SyncStatus.class), faults);
    criteria.direction = read("direction", asked, constant(Direction.class), faults);
    criteria.operation = read("operation", asked, constant(Operation.class), faults);
    criteria.startDate = asked.apply("startDate");
    criteria.endDate = asked.apply("endDate");
    criteria.deploymentId = read("deploymentId", asked, CriteriaParameters::uuid, faults);
    criteria.retrievalId = read("retrievalId", asked, CriteriaParameters::uuid, faults);
    criteria.versionHash = asked.apply("versionHash");
    criteria.versionId = asked.apply("versionId");
    criteria.actor = asked.apply("actor");
    criteria.failureClass = read("failureClass", asked, constant(FailureClass.class), faults);
    criteria.httpClass = asked.apply("httpClass");
    criteria.errorText = asked.apply("errorText");
    criteria.dryRun = read("dryRun", asked, Boolean::valueOf, faults);
    criteria.pointer = asked.apply("pointer");
    criteria.value = asked.apply("value");
    criteria.sort = asked.apply("sort");
    criteria.order = asked.apply("order");
    TypeKey typeKey = read("typeKey", asked, TypeKey::new, faults);
    criteria.typeKey = typeKey;
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
    return criteria;
  }

  private static <T> @Nullable T read(
      String name,
      UnaryOperator<@Nullable String> asked,
      Function<String, T> reader,
      List<Fault> faults) {
    return read(name, asked.apply(name), reader, faults);
  }

  private static <E extends Enum<E>> Function<String, E> constant(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> constant.name().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Must be one of " + Arrays.toString(type.getEnumConstants())));
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Must be a UUID of 36 characters", e);
    }
  }

  /**
   * Returns the syncs that are wanted, of the type that was read from a page's address.
   *
   * @throws Problem 400, with every fault
   */
  public SyncFilter filter() {
    return filter(typeKey);
  }

  /**
   * Returns the syncs that are wanted.
   *
   * @throws Problem 400, with every fault
   */
  public SyncFilter filter(@Nullable TypeKey typeKey) {
    List<Fault> faults = new ArrayList<>();
    SyncFilter filter =
        SyncFilter.builder()
            .typeKey(typeKey)
            .platform(platform)
            .status(status)
            .direction(direction)
            .operation(operation)
            .period(period(faults))
            .deployment(deploymentId == null ? null : new RunId(deploymentId))
            .retrieval(retrievalId == null ? null : new RunId(retrievalId))
            .versionHash(
                read("versionHash", versionHash, text -> new ContentHash(text).hex(), faults))
            .versionId(read("versionId", versionId, text -> new VersionId(text).hex(), faults))
            .actor(read("actor", actor, CriteriaParameters::text, faults))
            .failureClass(failureClass)
            .httpClass(read("httpClass", httpClass, CriteriaParameters::httpClass, faults))
            .errorText(read("errorText", errorText, CriteriaParameters::text, faults))
            .dryRun(dryRun)
            .holding(holding(faults))
            .build();
    order(faults);
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
    return filter;
  }

  /**
   * Returns the order that is wanted.
   *
   * @throws Problem 400, with every fault
   */
  public SyncOrder order() {
    List<Fault> faults = new ArrayList<>();
    SyncOrder wanted = order(faults);
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
    return wanted;
  }

  private SyncOrder order(List<Fault> faults) {
    SyncOrder.By by = read("sort", sort, CriteriaParameters::by, faults);
    Boolean descending = read("order", order, CriteriaParameters::descending, faults);
    return new SyncOrder(
        by == null ? SyncOrder.By.STARTED_AT : by, descending == null || descending);
  }

  private @Nullable Holding holding(List<Fault> faults) {
    String canonical = read("value", value, Holding::value, faults);
    if (value != null && pointer == null) {
      faults.add(Fault.parameter("pointer", "Required together with value"));
    }
    return read("pointer", pointer, text -> new Holding(text, canonical), faults);
  }

  private Period period(List<Fault> faults) {
    Instant from = read("startDate", startDate, Period::start, faults);
    Instant until = read("endDate", endDate, Period::end, faults);
    try {
      return new Period(from, until);
    } catch (IllegalArgumentException e) {
      faults.add(Fault.parameter("endDate", String.valueOf(e.getMessage())));
      return Period.ALWAYS;
    }
  }

  private static <T> @Nullable T read(
      String name, @Nullable String text, Function<String, T> reader, List<Fault> faults) {
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      faults.add(Fault.parameter(name, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static String text(String text) {
    if (text.isBlank() || text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Must have 1 to " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  private static Integer httpClass(String text) {
    if (!text.matches("[1-5]xx")) {
      throw new IllegalArgumentException("Must be one of 1xx, 2xx, 3xx, 4xx, 5xx");
    }
    return Character.digit(text.charAt(0), 10);
  }

  private static SyncOrder.By by(String text) {
    return switch (text) {
      case "startedAt" -> SyncOrder.By.STARTED_AT;
      case "duration" -> SyncOrder.By.DURATION;
      default -> throw new IllegalArgumentException("Must be startedAt or duration");
    };
  }

  private static Boolean descending(String text) {
    return switch (text) {
      case "desc" -> true;
      case "asc" -> false;
      default -> throw new IllegalArgumentException("Must be desc or asc");
    };
  }
}
