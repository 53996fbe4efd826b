package dev.synctrail.web.recording;

import dev.synctrail.tracking.Recording.Tried;
import dev.synctrail.web.rest.JsonBody;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request body of an attempt that an external system made. */
@Schema(name = "AttemptRequest")
public record AttemptRequest(
    @Schema(description = "Number, from 1; never reused", required = true, example = "1")
        int number,
    @Schema(description = "Start time", required = true) Instant startedAt,
    @Schema(description = "End time", required = true) Instant endedAt,
    @Schema(description = "Error message; absent if the attempt succeeded", maxLength = 4_000)
        String error,
    @Schema(description = "Response as an object or array, stored byte for byte") Object response) {

  static Tried read(JsonBody in, byte[] body, Instant now) {
    int number = in.integer("number", 1, 1_000_000);
    Instant startedAt = in.instant("startedAt");
    Instant endedAt = in.instant("endedAt");
    if (endedAt.isBefore(startedAt)) {
      in.fault("endedAt", "Before startedAt");
    }
    ReportedExchange.requirePast(in, "endedAt", endedAt, now);
    return new Tried(
        number,
        startedAt,
        endedAt,
        in.optionalText("error", 4_000),
        ReportedExchange.response(in, body));
  }
}
