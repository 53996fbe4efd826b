package dev.synctrail.web.importing;

import static java.util.Objects.requireNonNullElse;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.export.PayloadName;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.importing.ForeignId;
import dev.synctrail.importing.ImportedSync;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.rest.JsonBody;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line with the fields of the origin's {@code SyncHistory} model.
 *
 * <p>The start of the sync is taken as the time of sending, because no other time is known, and the
 * reported error becomes its failure. Ids that are not UUIDs are converted by {@link ForeignId};
 * the original id is kept in the event that states the origin of the record. A payload that is a
 * JSON string is stored as the text inside it.
 */
final class ForeignLine {
  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final int MAX_ID_LENGTH = 255;

  private final JsonBody in;
  private final StrictJson json;
  private final Map<PayloadName, Snapshot> payloads = new HashMap<>();

  private ForeignLine(JsonBody in, StrictJson json) {
    this.in = in;
    this.json = json;
  }

  static ImportedSync read(JsonBody in, StrictJson json, int number, String actor) {
    return new ForeignLine(in, json).read(number, actor);
  }

  private ImportedSync read(int number, String actor) {
    String id = in.text("id", 1, MAX_ID_LENGTH);
    Instant startedAt = in.instant("startedAt");
    String deployment = in.optionalText("deploymentId", MAX_ID_LENGTH);
    Direction direction = in.constant("syncDirection", Direction.class);
    boolean pushes = direction == Direction.PUSH;
    PayloadReference pushed =
        payload("pushedData", pushes ? Snapshot.LIMIT : Snapshot.RESPONSE_LIMIT);
    PayloadReference received = payload("responseData", Snapshot.RESPONSE_LIMIT);
    if (pushed == null && !in.has("pushedData")) {
      in.fault("pushedData", "Missing");
    }
    in.optionalObject("syncMetadata");
    Intent intent =
        new Intent(
            ForeignId.sync(startedAt, id),
            in.value("typeKey", TypeKey::new, new TypeKey("unknown")),
            in.value("targetPlatform", PlatformId::new, PlatformId.DEFAULT),
            direction,
            new Intent.Cause(
                actor,
                null,
                null,
                json.bytesOf("syncMetadata")
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse(null),
                deployment == null ? null : run(deployment),
                null,
                null),
            PushOptions.NONE,
            Recorder.IMPORTED,
            requireNonNullElse(in.optionalInstant("createdAt"), startedAt));
    return new ImportedSync(
        new Sync(
            intent,
            new Sync.VersionLink(
                null, in.optionalValue("versionHash", text -> new ContentHash(text).hex())),
            Sync.Target.NONE,
            state(startedAt, payloadReferences(direction, pushed, received))),
        "line "
            + number
            + ", where its id is "
            + id
            + (deployment == null ? "" : " and its deployment is " + deployment),
        null,
        payloads,
        null);
  }

  private static RunId run(String deployment) {
    try {
      UUID uuid = UUID.fromString(deployment);
      return uuid.toString().equalsIgnoreCase(deployment)
          ? new RunId(uuid)
          : ForeignId.run(deployment);
    } catch (IllegalArgumentException e) {
      return ForeignId.run(deployment);
    }
  }

  private Sync.State state(Instant startedAt, Map<PayloadRole, PayloadReference> references) {
    SyncStatus status = in.constant("syncStatus", SyncStatus.class);
    Instant completedAt = in.optionalInstant("completedAt");
    if (status.isTerminal() && completedAt == null) {
      in.fault("completedAt", "Required for a final sync");
    }
    if (completedAt != null && completedAt.isBefore(startedAt)) {
      in.fault("completedAt", "Before startedAt");
    }
    String message = in.optionalText("errorMessage", UNBOUNDED);
    boolean failed = status == SyncStatus.FAILED || status == SyncStatus.UNKNOWN || message != null;
    return new Sync.State(
        status,
        null,
        null,
        failed
            ? Failure.of(
                FailureClass.REPORTED,
                requireNonNullElse(message, "Imported as " + status + " without a reason"))
            : null,
        List.of(),
        requireNonNullElse(in.optionalInteger("retryCount", 0, UNBOUNDED), 0),
        startedAt,
        status.isTerminal() ? completedAt : null,
        status.isTerminal() ? SettledBy.OUTSIDE : null,
        references);
  }

  /** For a pull only the received payload is known; it can be in either field. */
  private static Map<PayloadRole, PayloadReference> payloadReferences(
      Direction direction, @Nullable PayloadReference pushed, @Nullable PayloadReference received) {
    Map<PayloadRole, PayloadReference> references = new EnumMap<>(PayloadRole.class);
    if (direction == Direction.PUSH) {
      put(references, PayloadRole.INTENDED, pushed);
      put(references, PayloadRole.SENT, pushed);
      put(references, PayloadRole.ANSWERED, received);
    } else {
      put(references, PayloadRole.ANSWERED, received == null ? pushed : received);
    }
    return references;
  }

  private static void put(
      Map<PayloadRole, PayloadReference> all,
      PayloadRole payloadRole,
      @Nullable PayloadReference reference) {
    if (reference != null) {
      all.put(payloadRole, reference);
    }
  }

  private @Nullable PayloadReference payload(String name, int limit) {
    JsonValue value = in.optional(name);
    if (value == null) {
      return null;
    }
    Snapshot snapshot;
    try {
      snapshot = json.bytesOf(name).map(ForeignLine::unwrapped).orElseGet(() -> scalar(value));
    } catch (IllegalArgumentException e) {
      in.fault(name, String.valueOf(e.getMessage()));
      return null;
    }
    if (snapshot.size() > limit) {
      in.fault(name, "More than " + limit + " bytes");
      return null;
    }
    PayloadReference reference = new PayloadReference(snapshot.checksum(), snapshot.size(), false);
    payloads.put(new PayloadName(reference.checksum(), false), snapshot);
    return reference;
  }

  private static Snapshot scalar(JsonValue value) {
    if (!(value instanceof JsonString text)) {
      return Snapshot.ofText(value.toString());
    }
    byte[] bytes = text.getString().getBytes(StandardCharsets.UTF_8);
    try {
      return StrictJson.read(bytes).value().getValueType() == JsonValue.ValueType.OBJECT
          ? unwrapped(bytes)
          : Snapshot.of(bytes);
    } catch (MalformedJson e) {
      return Snapshot.of(bytes);
    }
  }

  /** The origin wraps a payload together with its checksum and compresses a large one. */
  private static Snapshot unwrapped(byte[] bytes) {
    return Optional.of(bytes).flatMap(SnapshotEnvelope::open).orElseGet(() -> Snapshot.of(bytes));
  }
}
