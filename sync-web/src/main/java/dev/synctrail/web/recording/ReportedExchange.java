package dev.synctrail.web.recording;

import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.web.rest.JsonBody;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the response of a platform as an external system reports it. */
final class ReportedExchange {
  private ReportedExchange() {}

  /** Rejects a time in the future, with a tolerance of one minute for differing clocks. */
  static void requirePast(JsonBody in, String name, @Nullable Instant time, Instant now) {
    if (time != null && time.isAfter(now.plusSeconds(60))) {
      in.fault(name, "Must not be in the future; now is " + now);
    }
  }

  /** Returns the exact bytes of the member {@code response}; of a string, the bytes of its text. */
  static @Nullable Snapshot response(JsonBody in, byte[] body) {
    JsonValue response = in.optional("response");
    if (response == null) {
      return null;
    }
    if (response instanceof JsonString text) {
      return Snapshot.ofText(text.getString());
    }
    if (!(response instanceof JsonStructure)) {
      in.fault("response", "Must be an object, an array or a string");
      return null;
    }
    return Snapshot.of(StrictJson.readObject(body).bytesOf("response").orElseThrow());
  }
}
