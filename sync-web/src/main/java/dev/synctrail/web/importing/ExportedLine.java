package dev.synctrail.web.importing;

import static java.util.Objects.requireNonNullElse;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.PayloadName;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.importing.ImportedSync;
import dev.synctrail.importing.ImportedSync.Purged;
import dev.synctrail.importing.ImportedSync.Trail;
import dev.synctrail.json.StrictJson;
import dev.synctrail.json.Tape;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.AttemptKey;
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
import dev.synctrail.web.rest.JsonBody;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a line of Synctrail's own NDJSON export. */
final class ExportedLine {
  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final UUID NO_ID = new UUID(0, 0);

  private final JsonBody in;
  private final StrictJson json;
  private final SyncId id;

  private ExportedLine(JsonBody in, StrictJson json) {
    this.in = in;
    this.json = json;
    this.id = new SyncId(requireNonNullElse(in.optionalUuid("id"), NO_ID));
  }

  static ImportedSync read(JsonBody in, StrictJson json, int number) {
    return new ExportedLine(in, json).read(number);
  }

  private ImportedSync read(int number) {
    in.text("id", 36, 36);
    Map<PayloadName, Snapshot> payloads = payloads();
    return new ImportedSync(
        new Sync(intent(), version(), target(), state()),
        "line " + number,
        in.has("events") ? trail() : null,
        payloads,
        purged());
  }

  private @Nullable Purged purged() {
    UUID purge = in.optionalUuid("purgeId");
    Instant at = in.optionalInstant("purgedAt");
    if (in.has("purgeId") != in.has("purgedAt")) {
      in.fault("purgedAt", "purgeId and purgedAt must be given together");
    }
    return purge == null || at == null ? null : new Purged(purge, at);
  }

  private Intent intent() {
    Instant startedAt = in.instant("startedAt");
    if (!startedAt.equals(id.startedAt())) {
      in.fault("startedAt", "Must be the instant in the id, " + id.startedAt());
    }
    Direction direction = in.constant("syncDirection", Direction.class);
    UUID deployment = in.optionalUuid("deploymentId");
    UUID retrieval = in.optionalUuid("retrievalId");
    if (deployment != null && direction == Direction.PULL) {
      in.fault("deploymentId", "A pull cannot belong to a deployment");
    }
    if (retrieval != null && direction == Direction.PUSH) {
      in.fault("retrievalId", "A push cannot belong to a retrieval");
    }
    UUID run = deployment == null ? retrieval : deployment;
    UUID retryOf = in.optionalUuid("retryOf");
    in.optionalObject("syncMetadata");
    return new Intent(
        id,
        in.value("typeKey", TypeKey::new, new TypeKey("unknown")),
        in.value("targetPlatform", PlatformId::new, PlatformId.DEFAULT),
        direction,
        new Intent.Cause(
            in.text("actor", 1, UNBOUNDED),
            in.optionalText("onBehalfOf", UNBOUNDED),
            in.optionalText("reason", UNBOUNDED),
            json.bytesOf("syncMetadata")
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse(null),
            run == null ? null : new RunId(run),
            retryOf == null ? null : new SyncId(retryOf),
            in.optionalText("traceId", UNBOUNDED)),
        new PushOptions(
            in.flag("dryRun", false),
            in.flag("ignoreDataLossWarnings", false),
            in.value("onConflict", OnConflict::of, OnConflict.REFUSE),
            flags(in)),
        in.constant("recorder", Recorder.class),
        in.instant("createdAt"));
  }

  private static Set<PushFlag> flags(JsonBody in) {
    String names = in.optionalText("manners", UNBOUNDED);
    if (names == null) {
      return Set.of();
    }
    try {
      return Stream.of(names.split(",")).map(PushFlag::valueOf).collect(Collectors.toSet());
    } catch (IllegalArgumentException e) {
      in.fault("manners", "Unknown push flag");
      return Set.of();
    }
  }

  private Sync.VersionLink version() {
    return new Sync.VersionLink(hash("versionId"), hash("versionHash"));
  }

  private @Nullable String hash(String name) {
    return in.optionalValue(name, text -> new Checksum(text).hex());
  }

  private Sync.Target target() {
    return new Sync.Target(
        in.optionalInteger("platformRevision", 0, UNBOUNDED),
        null,
        in.optionalText("adapterVersion", UNBOUNDED),
        in.optionalText("apiVersion", UNBOUNDED));
  }

  private Sync.State state() {
    SyncStatus status = in.constant("syncStatus", SyncStatus.class);
    Instant completedAt = in.optionalInstant("completedAt");
    if (status.isTerminal() != (completedAt != null)) {
      in.fault("completedAt", "Required for a final status, and not allowed otherwise");
    }
    Integer httpStatus = in.optionalInteger("httpStatus", 0, 999);
    Failure failure = failure(httpStatus);
    if (status == SyncStatus.FAILED && failure == null) {
      in.fault("failureClass", "Required for a failed sync");
    }
    Instant firstSentAt = in.optionalInstant("firstSentAt");
    checkDuration(firstSentAt, completedAt);
    return new Sync.State(
        status,
        in.optionalConstant("operation", Operation.class),
        httpStatus,
        failure,
        in.objects(
            "items",
            item ->
                new PushResult.Item(
                    item.text("key", 0, UNBOUNDED),
                    item.flag("taken", false),
                    item.optionalText("errorMessage", UNBOUNDED))),
        in.integer("retryCount", 0, UNBOUNDED),
        firstSentAt,
        completedAt,
        in.optionalConstant("settledBy", SettledBy.class),
        payloadReferences());
  }

  private void checkDuration(@Nullable Instant firstSentAt, @Nullable Instant completedAt) {
    JsonValue given = in.optional("durationMs");
    Long duration =
        firstSentAt == null || completedAt == null
            ? null
            : Duration.between(firstSentAt, completedAt).toMillis();
    if (given != null
        && !(given instanceof JsonNumber number
            && duration != null
            && number.longValue() == duration)) {
      in.fault("durationMs", "Must be the time between firstSentAt and completedAt: " + duration);
    }
  }

  private @Nullable Failure failure(@Nullable Integer httpStatus) {
    FailureClass failureClass = in.optionalConstant("failureClass", FailureClass.class);
    String message = in.optionalText("errorMessage", UNBOUNDED);
    String code = in.optionalText("platformCode", UNBOUNDED);
    List<Failure.FieldError> fields =
        in.objects(
            "errorFields",
            field ->
                new Failure.FieldError(
                    field.text("field", 0, UNBOUNDED), field.text("detail", 0, UNBOUNDED)));
    if (failureClass == null) {
      if (message != null || code != null || !fields.isEmpty()) {
        in.fault("failureClass", "Required when other members describe a failure");
      }
      return null;
    }
    return new Failure(
        failureClass, requireNonNullElse(message, ""), httpStatus, code, fields, null);
  }

  private Map<PayloadRole, PayloadReference> payloadReferences() {
    List<String> truncated =
        Arrays.asList(
            requireNonNullElse(in.optionalText("truncatedRoles", UNBOUNDED), "").split(",", -1));
    Map<PayloadRole, PayloadReference> payloadReferences = new EnumMap<>(PayloadRole.class);
    for (PayloadRole payloadRole : PayloadRole.values()) {
      PayloadReference reference =
          payloadReferences(
              in,
              ExportColumn.checksum(payloadRole).title(),
              ExportColumn.size(payloadRole).title(),
              truncated.contains(payloadRole.name()));
      if (reference != null) {
        payloadReferences.put(payloadRole, reference);
      }
    }
    return payloadReferences;
  }

  private static @Nullable PayloadReference payloadReferences(
      JsonBody in, String checksum, String size, boolean truncated) {
    Checksum named = in.optionalValue(checksum, Checksum::new);
    Integer bytes = in.optionalInteger(size, 0, UNBOUNDED);
    if (in.has(checksum) != in.has(size)) {
      in.fault(size, "A checksum and a size must be given together");
    }
    return named == null || bytes == null ? null : new PayloadReference(named, bytes, truncated);
  }

  private static @Nullable PayloadReference payloadReferences(JsonBody in, String prefix) {
    return payloadReferences(
        in, prefix + "Checksum", prefix + "Size", in.flag(prefix + "Truncated", false));
  }

  private Trail trail() {
    List<Exchange> exchanges = new ArrayList<>();
    List<Attempt> attempts = in.objects("attempts", attempt -> attempt(attempt, exchanges));
    List<SyncEvent> events =
        in.objects(
            "events",
            event ->
                new SyncEvent(
                    id,
                    event.constant("kind", SyncEvent.Kind.class),
                    event.instant("at"),
                    event.text("actor", 1, UNBOUNDED),
                    event.optionalText("cause", UNBOUNDED)));
    return new Trail(attempts, exchanges, events);
  }

  private Attempt attempt(JsonBody attempt, List<Exchange> exchanges) {
    int number = attempt.integer("number", 1, UNBOUNDED);
    exchanges.addAll(attempt.objects("exchanges", exchange -> exchange(exchange, number)));
    FailureClass failureClass = attempt.optionalConstant("failureClass", FailureClass.class);
    String message = attempt.optionalText("errorMessage", UNBOUNDED);
    Integer httpStatus = attempt.optionalInteger("httpStatus", 0, 999);
    String code = attempt.optionalText("platformCode", UNBOUNDED);
    return new Attempt(
        id,
        number,
        attempt.constant("trigger", Attempt.Trigger.class),
        AttemptKey.UNFENCED,
        null,
        attempt.instant("startedAt"),
        attempt.optionalInstant("endedAt"),
        attempt.optionalConstant("outcome", Attempt.Outcome.class),
        failureClass == null
            ? null
            : new Failure(
                failureClass, requireNonNullElse(message, ""), httpStatus, code, List.of(), null),
        payloadReferences(attempt, "response"),
        attempt.optionalValue(
            "traceparent", text -> Trace.parse(text).orElseThrow(ExportedLine::noTrace)));
  }

  private static IllegalArgumentException noTrace() {
    return new IllegalArgumentException("Not a W3C traceparent");
  }

  private Exchange exchange(JsonBody exchange, int attempt) {
    return new Exchange(
        id.value(),
        attempt,
        exchange.integer("number", 1, UNBOUNDED),
        exchange.constant("purpose", RequestPurpose.class),
        exchange.text("method", 1, UNBOUNDED),
        exchange.value("url", URI::create, URI.create("")),
        headers(exchange, "requestHeaders"),
        payloadReferences(exchange, "request"),
        exchange.instant("startedAt"),
        exchange.optionalInteger("status", 0, 999),
        headers(exchange, "responseHeaders"),
        payloadReferences(exchange, "response"),
        exchange.optionalInstant("endedAt"),
        exchange.optionalConstant("failureClass", FailureClass.class),
        exchange.optionalText("errorMessage", UNBOUNDED));
  }

  private static List<Header> headers(JsonBody in, String name) {
    JsonValue value = in.optional(name);
    List<Header> headers = new ArrayList<>();
    if (value == null) {
      return headers;
    }
    if (value instanceof JsonArray pairs) {
      for (JsonValue pair : pairs) {
        if (pair instanceof JsonArray both
            && both.size() == 2
            && both.get(0) instanceof JsonString first
            && both.get(1) instanceof JsonString second) {
          headers.add(new Header(first.getString(), second.getString()));
        }
      }
      if (headers.size() == pairs.size()) {
        return headers;
      }
    }
    in.fault(name, "Must be an array of [name, value] pairs");
    return headers;
  }

  private Map<PayloadName, Snapshot> payloads() {
    Map<PayloadName, Snapshot> payloads = new LinkedHashMap<>();
    Tape tape = json.tape();
    for (int key = tape.first(0); key < tape.next(0); key = tape.next(tape.valueOf(key))) {
      if (tape.text(key).equals("payloads")) {
        payloads(tape, tape.valueOf(key), payloads);
      }
    }
    return payloads;
  }

  private void payloads(Tape tape, int object, Map<PayloadName, Snapshot> payloads) {
    if (tape.kind(object) != Tape.OBJECT) {
      in.fault("payloads", "Not an object");
      return;
    }
    for (int key = tape.first(object);
        key < tape.next(object);
        key = tape.next(tape.valueOf(key))) {
      String text = tape.text(key);
      try {
        PayloadName name = PayloadName.of(text);
        byte[] bytes = bytes(tape, tape.valueOf(key));
        if (bytes != null) {
          Snapshot snapshot = Snapshot.of(bytes);
          if (!name.truncated() && !snapshot.checksum().equals(name.checksum())) {
            throw new IllegalArgumentException("The bytes have the SHA-256 " + snapshot.checksum());
          }
          payloads.put(name, snapshot);
        }
      } catch (IllegalArgumentException e) {
        in.fault("payloads", text + ": " + e.getMessage());
      }
    }
  }

  private static byte @Nullable [] bytes(Tape tape, int payload) {
    if (tape.kind(payload) != Tape.OBJECT) {
      throw new IllegalArgumentException("Not an object");
    }
    int key = tape.first(payload);
    if (key >= tape.next(payload)) {
      return null;
    }
    int value = tape.valueOf(key);
    if (tape.next(value) < tape.next(payload)) {
      throw new IllegalArgumentException("Only one of json and base64 is allowed");
    }
    return switch (tape.text(key)) {
      case "json" -> Arrays.copyOfRange(tape.source(value), tape.start(value), tape.end(value));
      case "base64" -> Base64.getDecoder().decode(tape.text(value));
      default -> throw new IllegalArgumentException("json or base64 is required");
    };
  }
}
