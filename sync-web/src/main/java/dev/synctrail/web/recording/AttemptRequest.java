package dev.synctrail.web.recording;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Recording.Tried;
import dev.synctrail.web.rest.RequestRules;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of an attempt that an external system made. */
@Schema(name = "AttemptRequest")
public record AttemptRequest(
    @Schema(description = "Number, from 1; never reused", example = "1") @Min(1) @Max(1_000_000)
        Integer number,
    @Schema(description = "Start time") Instant startedAt,
    @Schema(description = "End time") @PastOrPresent Instant endedAt,
    @Schema(description = "Error message; absent if the attempt succeeded") @Size(max = 4_000)
        @Nullable String error,
    @Schema(
            description = "Response; an object or an array is stored byte for byte",
            implementation = Object.class,
            oneOf = {JsonObject.class, JsonArray.class, String.class})
        @Nullable Snapshot response)
    implements RequestRules {

  @Override
  public void check(BiConsumer<String, String> faults) {
    if (startedAt != null && endedAt != null && endedAt.isBefore(startedAt)) {
      faults.accept("/endedAt", "Before startedAt");
    }
  }

  Tried tried() {
    return new Tried(number, startedAt, endedAt, error, response);
  }
}
