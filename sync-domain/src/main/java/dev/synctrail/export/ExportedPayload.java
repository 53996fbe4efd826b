package dev.synctrail.export;

import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.json.Tape;
import java.nio.charset.StandardCharsets;

/**
 * A payload's exact bytes, and whether they can be embedded in a line of JSON unchanged.
 *
 * <p>They can if a reader gets the same bytes back: they are an object or array on one line,
 * without surrounding white space, that {@link StrictJson} accepts even inside a line of an export.
 */
public final class ExportedPayload {
  private static final byte[] BEFORE = "[[[".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = "]]]".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final boolean json;

  private ExportedPayload(byte[] bytes, boolean json) {
    this.bytes = bytes;
    this.json = json;
  }

  /** Wraps bytes, which must not be modified afterwards. */
  public static ExportedPayload of(byte[] bytes) {
    return new ExportedPayload(bytes, isOneLineOfJson(bytes));
  }

  private static boolean isOneLineOfJson(byte[] bytes) {
    if (bytes.length < 2
        || !((bytes[0] == '{' && bytes[bytes.length - 1] == '}')
            || (bytes[0] == '[' && bytes[bytes.length - 1] == ']'))) {
      return false;
    }
    byte[] embedded = new byte[bytes.length + BEFORE.length + AFTER.length];
    System.arraycopy(BEFORE, 0, embedded, 0, BEFORE.length);
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        return false;
      }
      embedded[BEFORE.length + i] = b;
    }
    System.arraycopy(AFTER, 0, embedded, BEFORE.length + bytes.length, AFTER.length);
    try {
      Tape tape = StrictJson.read(embedded).tape();
      int first = tape.first(tape.first(tape.first(0)));
      return tape.start(first) == BEFORE.length && tape.end(first) == BEFORE.length + bytes.length;
    } catch (MalformedJson e) {
      return false;
    }
  }

  /** Returns the exact bytes without copying; they must not be modified. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns whether the bytes can be embedded in a line of JSON unchanged. */
  public boolean isJson() {
    return json;
  }
}
