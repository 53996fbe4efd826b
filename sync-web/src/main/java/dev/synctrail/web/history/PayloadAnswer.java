package dev.synctrail.web.history;

import dev.synctrail.history.StoredPayload;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a payload is kept; its exact bytes are at {@code /sync/{syncId}/payload}. */
@Schema(name = "Payload", description = "A stored payload")
public record PayloadAnswer(
    @Schema(
            description = "SHA-256 of the complete bytes; absent once they were erased",
            example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        @Nullable String checksum,
    @Schema(description = "Commitment of the ledger to the bytes, once they were erased")
        @Nullable String commitment,
    @Schema(description = "Whether it is stored compressed") boolean isCompressed,
    @Schema(description = "Complete size in bytes", example = "1834") int originalSize,
    @Schema(description = "Stored size in bytes", example = "1834") int storedSize,
    @Schema(description = "Whether only the beginning is stored because of its size")
        @Nullable Boolean truncated,
    @Schema(description = "Recording time") Instant timestamp,
    @Schema(description = "Time at which its bytes were erased, if they were")
        @Nullable Instant purgedAt,
    @Schema(description = "Purge or erasure that removed them") @Nullable UUID purgeId,
    @Schema(
            description =
                "Content, only with `include=data`: as JSON if possible, otherwise as text",
            implementation = Object.class)
        @Nullable JsonValue data) {
  private static final JsonProvider JSON = JsonProvider.provider();

  static @Nullable PayloadAnswer of(@Nullable StoredPayload payload, @Nullable Snapshot data) {
    return payload == null
        ? null
        : new PayloadAnswer(
            payload.purged() == null ? payload.checksum().hex() : null,
            payload.purged() == null ? null : payload.checksum().hex(),
            payload.compressed(),
            payload.originalSize(),
            payload.storedSize(),
            payload.truncated() ? true : null,
            payload.timestamp(),
            payload.purged() == null ? null : payload.purged().at(),
            payload.purged() == null ? null : payload.purged().purgeId(),
            data == null ? null : value(data));
  }

  private static JsonValue value(Snapshot data) {
    try {
      return StrictJson.read(data.bytes()).value();
    } catch (MalformedJson e) {
      return JSON.createValue(data.text());
    }
  }
}
