package dev.synctrail.web.version;

import dev.synctrail.contenttype.Violation;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.json.Tape;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An error in submitted content, with its line.
 *
 * @param line from 1
 * @param pointer JSON Pointer (RFC 6901) of the value
 */
public record InputError(int line, String pointer, String detail) {

  public static InputError of(MalformedJson e) {
    return new InputError(e.line(), e.pointer(), e.detail());
  }

  public static List<InputError> of(byte[] content, List<Violation> violations) {
    Tape tape = StrictJson.read(content).tape();
    return violations.stream()
        .map(
            violation ->
                new InputError(
                    line(content, offset(tape, violation.pointer())),
                    violation.pointer().isEmpty() ? "/" : violation.pointer(),
                    violation.detail()))
        .toList();
  }

  /**
   * Returns the offset of the value at a pointer, or of the nearest enclosing value that exists.
   */
  private static int offset(Tape tape, String pointer) {
    int node = 0;
    int offset = tape.start(0);
    if (pointer.isEmpty()) {
      return offset;
    }
    for (String step : pointer.substring(1).split("/", -1)) {
      int next = step(tape, node, step.replace("~1", "/").replace("~0", "~"));
      if (next < 0) {
        return offset;
      }
      node = next;
      if (tape.kind(node) != Tape.ESCAPED) {
        offset = tape.start(node);
      }
    }
    return offset;
  }

  private static int step(Tape tape, int node, String step) {
    int kind = tape.kind(node);
    int end = tape.next(node);
    int index = 0;
    if (kind == Tape.OBJECT) {
      for (int key = tape.first(node); key < end; key = tape.next(tape.valueOf(key))) {
        if (tape.text(key).equals(step)) {
          return tape.valueOf(key);
        }
      }
    } else if (kind == Tape.ARRAY) {
      for (int item = tape.first(node); item < end; item = tape.next(item)) {
        if (String.valueOf(index++).equals(step)) {
          return item;
        }
      }
    }
    return -1;
  }

  private static int line(byte[] content, int offset) {
    int before = Math.min(offset, content.length);
    return 1
        + (int)
            new String(content, 0, before, StandardCharsets.UTF_8)
                .chars()
                .filter(c -> c == '\n')
                .count();
  }
}
