package dev.synctrail.web.tracking;

import dev.synctrail.tracking.Recording.Tried;
import dev.synctrail.web.rest.JsonBody;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A try that another system made. */
@Schema(name = "AttemptRequest")
public record AttemptRequest(
    @Schema(description = "1 for the first; never used twice", required = true, example = "1")
        int number,
    @Schema(description = "When it began", required = true) Instant startedAt,
    @Schema(description = "When it ended", required = true) Instant endedAt,
    @Schema(description = "Why it failed; left out when it did not", maxLength = 4_000)
        String error,
    @Schema(description = "What was answered, as an object or array, kept byte for byte")
        Object response) {

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
        ReportedExchange.answer(in, body));
  }
}
