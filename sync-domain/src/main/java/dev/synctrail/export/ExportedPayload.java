package dev.synctrail.export;

import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.contenttype.Tape;
import java.nio.charset.StandardCharsets;

/**
 * A payload's exact bytes, and whether they can stand in a line of JSON as they are.
 *
 * <p>They can when a reader gets the same bytes back: an object or array in one line, without white
 * space around it, that {@link StrictJson} takes even inside a line of an export.
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

  /** Takes bytes that nobody changes any more. */
  public static ExportedPayload of(byte[] bytes) {
    return new ExportedPayload(bytes, isOneLineOfJson(bytes));
  }

  private static boolean isOneLineOfJson(byte[] bytes) {
    if (bytes.length < 2
        || !((bytes[0] == '{' && bytes[bytes.length - 1] == '}')
            || (bytes[0] == '[' && bytes[bytes.length - 1] == ']'))) {
      return false;
    }
    byte[] inside = new byte[bytes.length + BEFORE.length + AFTER.length];
    System.arraycopy(BEFORE, 0, inside, 0, BEFORE.length);
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        return false;
      }
      inside[BEFORE.length + i] = b;
    }
    System.arraycopy(AFTER, 0, inside, BEFORE.length + bytes.length, AFTER.length);
    try {
      Tape tape = StrictJson.read(inside).tape();
      int first = tape.first(tape.first(tape.first(0)));
      return tape.start(first) == BEFORE.length && tape.end(first) == BEFORE.length + bytes.length;
    } catch (MalformedJson e) {
      return false;
    }
  }

  /** Returns the exact bytes; not a copy, so not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Tells whether the bytes can stand in a line of JSON as they are. */
  public boolean isJson() {
    return json;
  }
}
