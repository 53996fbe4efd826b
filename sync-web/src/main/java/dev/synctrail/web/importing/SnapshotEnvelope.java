package dev.synctrail.web.importing;

import dev.synctrail.json.StrictJson;
import dev.synctrail.json.Tape;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The format into which the origin's {@code captureSnapshot} wraps a payload: {@code data,
 * checksum, isCompressed, originalSize, timestamp}. The data is text, or base64 of gzip.
 */
final class SnapshotEnvelope {
  private static final Set<String> MEMBERS =
      Set.of("data", "checksum", "isCompressed", "originalSize", "timestamp");

  private SnapshotEnvelope() {}

  /**
   * Returns the payload in the envelope; empty if the bytes are not an envelope but a payload.
   *
   * @throws IllegalArgumentException if the payload does not match its checksum
   */
  static Optional<Snapshot> open(byte[] bytes) {
    StrictJson json = StrictJson.read(bytes);
    if (json.tape().kind(0) != Tape.OBJECT) {
      return Optional.empty();
    }
    JsonObject envelope = json.object();
    if (!envelope.keySet().equals(MEMBERS)
        || !(envelope.get("data") instanceof JsonString data)
        || !(envelope.get("checksum") instanceof JsonString checksum)) {
      return Optional.empty();
    }
    boolean compressed = envelope.get("isCompressed") == JsonValue.TRUE;
    byte[] stored =
        compressed
            ? Base64.getDecoder().decode(data.getString())
            : data.getString().getBytes(StandardCharsets.UTF_8);
    Snapshot snapshot = Snapshot.of(compressed ? gunzipped(stored) : stored);
    if (!snapshot.checksum().hex().equals(checksum.getString())) {
      throw new IllegalArgumentException("The data has the SHA-256 " + snapshot.checksum());
    }
    return Optional.of(snapshot);
  }

  /** Stops at the size limit of a stored payload, so that a large result cannot exhaust memory. */
  private static byte[] gunzipped(byte[] stored) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      return in.readNBytes(Snapshot.RESPONSE_LIMIT + 1);
    } catch (IOException e) {
      throw new IllegalArgumentException("The data is not valid gzip", e);
    }
  }
}
