package dev.synctrail.search;

import static java.util.Objects.requireNonNull;

import dev.synctrail.history.Holding;
import dev.synctrail.json.CanonicalJson;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.json.Tape;
import dev.synctrail.snapshot.Checksum;
import jakarta.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The index keys of a payload: one per JSON Pointer, and one per pointer with its value for
 * strings, numbers, booleans and null.
 *
 * <p>A key is the first 64 bits of a SHA-256, so its size does not depend on the size of the value.
 *
 * @param keys the keys of at most {@value #MAX_NODES} nodes, in document order
 * @param complete whether all nodes are included
 */
public record PayloadKeys(Set<Long> keys, boolean complete) {
  /** The maximum number of nodes that are indexed per payload. */
  public static final int MAX_NODES = 10_000;

  public PayloadKeys {
    keys = Set.copyOf(keys);
  }

  /** Returns the keys of a payload; none if it is not JSON. */
  public static PayloadKeys of(byte[] payload) {
    StrictJson json;
    try {
      json = StrictJson.read(payload);
    } catch (MalformedJson e) {
      return new PayloadKeys(Set.of(), true);
    }
    Reader reader = new Reader(json);
    reader.read(0, "");
    return new PayloadKeys(reader.keys, reader.remaining >= 0);
  }

  /** Returns the key of a search criterion. */
  public static long of(Holding criterion) {
    return criterion.value() == null
        ? key(criterion.pointer(), "")
        : key(criterion.pointer(), requireNonNull(criterion.value()));
  }

  /**
   * The length prefix distinguishes a longer pointer from a pointer with a value. A missing value
   * is "".
   */
  private static long key(String pointer, String value) {
    byte[] text = (pointer.length() + "\n" + pointer + value).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Checksum.sha256(text)).getLong();
  }

  private static final class Reader {
    private final StrictJson json;
    private final Tape tape;
    private final Set<Long> keys = new LinkedHashSet<>();
    private int remaining = MAX_NODES;

    Reader(StrictJson json) {
      this.json = json;
      this.tape = json.tape();
    }

    void read(int node, String pointer) {
      if (--remaining < 0) {
        return;
      }
      keys.add(key(pointer, ""));
      switch (tape.kind(node)) {
        case Tape.OBJECT -> {
          for (int key = tape.first(node);
              key < tape.next(node) && remaining >= 0;
              key = tape.next(tape.valueOf(key))) {
            read(tape.valueOf(key), pointer + '/' + Json.encodePointer(tape.text(key)));
          }
        }
        case Tape.ARRAY -> {
          int index = 0;
          for (int item = tape.first(node);
              item < tape.next(node) && remaining >= 0;
              item = tape.next(item)) {
            read(item, pointer + '/' + index++);
          }
        }
        default ->
            keys.add(
                key(
                    pointer,
                    new String(CanonicalJson.of(json.value(node)), StandardCharsets.UTF_8)));
      }
    }
  }
}
