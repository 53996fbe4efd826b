package dev.synctrail.search;

import static java.util.Objects.requireNonNull;

import dev.synctrail.contenttype.CanonicalJson;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.contenttype.Tape;
import dev.synctrail.history.Holding;
import dev.synctrail.snapshot.Checksum;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a payload can be found by: a key for each place in it, and for each place with a string,
 * number, boolean or null a key for both.
 *
 * <p>A key is the first 64 bits of a SHA-256, so a large value takes no more than a small one.
 *
 * @param keys of at most {@value #MOST_PLACES} places, in the order of the text
 * @param complete whether that is all of them
 */
public record PayloadKeys(Set<Long> keys, boolean complete) {
  /** How many places of one payload are indexed. */
  public static final int MOST_PLACES = 10_000;

  private static final int HEX_OF_64_BITS = 16;
  private static final int HEX = 16;

  public PayloadKeys {
    keys = Set.copyOf(keys);
  }

  /** Reads a payload; one that is no JSON holds nothing. */
  public static PayloadKeys of(byte[] payload) {
    StrictJson json;
    try {
      json = StrictJson.read(payload);
    } catch (MalformedJson e) {
      return new PayloadKeys(Set.of(), true);
    }
    Reader reader = new Reader(json);
    reader.read(0, "");
    return new PayloadKeys(reader.keys, reader.left >= 0);
  }

  /** Returns the key of what is looked for. */
  public static long of(Holding wanted) {
    return wanted.value() == null
        ? key(wanted.pointer(), "")
        : key(wanted.pointer(), requireNonNull(wanted.value()));
  }

  /**
   * The length in front keeps a longer pointer apart from a pointer with a value; no value is "".
   */
  private static long key(String pointer, String value) {
    byte[] both = (pointer.length() + "\n" + pointer + value).getBytes(StandardCharsets.UTF_8);
    return Long.parseUnsignedLong(Checksum.of(both).hex().substring(0, HEX_OF_64_BITS), HEX);
  }

  private static final class Reader {
    private final StrictJson json;
    private final Tape tape;
    private final Set<Long> keys = new LinkedHashSet<>();
    private int left = MOST_PLACES;

    Reader(StrictJson json) {
      this.json = json;
      this.tape = json.tape();
    }

    void read(int node, String pointer) {
      if (--left < 0) {
        return;
      }
      keys.add(key(pointer, ""));
      switch (tape.kind(node)) {
        case Tape.OBJECT -> {
          for (int key = tape.first(node);
              key < tape.next(node) && left >= 0;
              key = tape.next(tape.valueOf(key))) {
            read(tape.valueOf(key), pointer + '/' + Json.encodePointer(tape.text(key)));
          }
        }
        case Tape.ARRAY -> {
          int index = 0;
          for (int item = tape.first(node);
              item < tape.next(node) && left >= 0;
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
