package dev.synctrail.version;

import dev.synctrail.json.StrictJson;
import dev.synctrail.json.Tape;
import dev.synctrail.version.StructuralDiff.Entry;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes a {@link StructuralDiff} by walking both tapes at once, so that only differences are
 * materialized as objects.
 *
 * <p>Array elements are paired first, in ascending order on both sides: by identity and the longest
 * increasing subsequence (n log n), or by common prefix and suffix. Elements without a partner were
 * removed or added. Fingerprints only suggest pairs, so a collision does not make the result wrong.
 */
final class Comparison {
  private static final List<String> IDENTITIES = List.of("key", "name", "id");

  private final StrictJson before;
  private final StrictJson after;
  private final Tape old;
  private final Tape now;
  private final Fingerprints oldPrints;
  private final Fingerprints nowPrints;
  private final List<Entry> added = new ArrayList<>();
  private final List<Entry> modified = new ArrayList<>();
  private final List<Entry> removed = new ArrayList<>();

  /** The current paths in both texts: keys as text, indices as numbers. */
  private final Object[] oldPath = new Object[StrictJson.MAX_DEPTH + 1];

  private final Object[] nowPath = new Object[StrictJson.MAX_DEPTH + 1];

  private int depth;
  private long unchanged;

  Comparison(StrictJson before, StrictJson after) {
    this.before = before;
    this.after = after;
    this.old = before.tape();
    this.now = after.tape();
    this.oldPrints = new Fingerprints(old);
    this.nowPrints = new Fingerprints(now);
  }

  StructuralDiff result() {
    compare(0, 0);
    return new StructuralDiff(added, modified, removed, unchanged);
  }

  private void compare(int x, int y) {
    int kind = old.kind(x);
    if (kind == now.kind(y) && kind == Tape.OBJECT) {
      objects(x, y);
    } else if (kind == now.kind(y) && kind == Tape.ARRAY) {
      arrays(x, y);
    } else if (sameScalar(x, y)) {
      unchanged++;
    } else {
      modified.add(new Entry(pointer(nowPath), oldValue(x), nowValue(y)));
    }
  }

  private Supplier<JsonValue> oldValue(int node) {
    return () -> before.value(node);
  }

  private Supplier<JsonValue> nowValue(int node) {
    return () -> after.value(node);
  }

  private boolean sameScalar(int x, int y) {
    return switch (old.kind(x)) {
      case Tape.STRING, Tape.ESCAPED -> isText(now, y) && sameText(x, y);
      case Tape.INTEGER, Tape.DECIMAL ->
          (now.kind(y) == Tape.INTEGER || now.kind(y) == Tape.DECIMAL)
              && (sameText(x, y) || old.decimal(x) == now.decimal(y));
      default -> old.kind(x) == now.kind(y) && old.kind(x) >= Tape.TRUE;
    };
  }

  private boolean sameText(int x, int y) {
    return Arrays.equals(
        old.source(x), old.start(x), old.end(x), now.source(y), now.start(y), now.end(y));
  }

  private static boolean isText(Tape tape, int node) {
    return tape.kind(node) == Tape.STRING || tape.kind(node) == Tape.ESCAPED;
  }

  private void objects(int x, int y) {
    int oldKey = old.first(x);
    int oldEnd = old.next(x);
    int nowKey = now.first(y);
    int nowEnd = now.next(y);
    if (oldKey == oldEnd && nowKey == nowEnd) {
      unchanged++;
      return;
    }
    while (oldKey < oldEnd && nowKey < nowEnd && sameKey(oldKey, nowKey)) {
      step(old, oldKey);
      compare(old.valueOf(oldKey), now.valueOf(nowKey));
      depth--;
      oldKey = afterMember(old, oldKey);
      nowKey = afterMember(now, nowKey);
    }
    if (oldKey < oldEnd || nowKey < nowEnd) {
      membersByName(oldKey, oldEnd, nowKey, nowEnd);
    }
  }

  private boolean sameKey(int oldKey, int nowKey) {
    return old.hash(oldKey) == now.hash(nowKey) && sameText(oldKey, nowKey);
  }

  private void membersByName(int oldFrom, int oldEnd, int nowFrom, int nowEnd) {
    Map<String, Integer> rest = new LinkedHashMap<>();
    for (int key = nowFrom; key < nowEnd; key = afterMember(now, key)) {
      rest.put(now.text(key), key);
    }
    for (int key = oldFrom; key < oldEnd; key = afterMember(old, key)) {
      Integer partner = rest.remove(old.text(key));
      step(old, key);
      if (partner == null) {
        removed.add(new Entry(pointer(oldPath), oldValue(old.valueOf(key)), null));
      } else {
        compare(old.valueOf(key), now.valueOf(partner));
      }
      depth--;
    }
    for (int key : rest.values()) {
      step(now, key);
      added.add(new Entry(pointer(nowPath), null, nowValue(now.valueOf(key))));
      depth--;
    }
  }

  private static int afterMember(Tape tape, int key) {
    return tape.next(tape.valueOf(key));
  }

  private void arrays(int x, int y) {
    int[] oldItems = items(old, x);
    int[] nowItems = items(now, y);
    if (oldItems.length == 0 && nowItems.length == 0) {
      unchanged++;
      return;
    }
    int[] partners = partners(oldItems, nowItems);
    int next = 0;
    for (int i = 0; i < oldItems.length; i++) {
      if (partners[i] < 0) {
        step(i, i);
        removed.add(new Entry(pointer(oldPath), oldValue(oldItems[i]), null));
        depth--;
        continue;
      }
      for (; next < partners[i]; next++) {
        added(next, nowItems[next]);
      }
      step(i, next++);
      compare(oldItems[i], nowItems[partners[i]]);
      depth--;
    }
    for (; next < nowItems.length; next++) {
      added(next, nowItems[next]);
    }
  }

  private void added(int index, int node) {
    step(index, index);
    added.add(new Entry(pointer(nowPath), null, nowValue(node)));
    depth--;
  }

  private static int[] items(Tape tape, int array) {
    int count = 0;
    for (int item = tape.first(array); item < tape.next(array); item = tape.next(item)) {
      count++;
    }
    int[] items = new int[count];
    for (int item = tape.first(array), i = 0; i < count; item = tape.next(item)) {
      items[i++] = item;
    }
    return items;
  }

  /** Returns the index of the new element for each old one, or -1, in ascending order. */
  private int[] partners(int[] oldItems, int[] nowItems) {
    for (String identity : IDENTITIES) {
      Map<String, Integer> oldIds = identities(old, oldItems, identity);
      Map<String, Integer> nowIds = oldIds == null ? null : identities(now, nowItems, identity);
      if (oldIds != null && nowIds != null) {
        return longestIncreasing(oldIds, nowIds);
      }
    }
    Map<String, Integer> oldIds = scalars(old, oldItems);
    Map<String, Integer> nowIds = oldIds == null ? null : scalars(now, nowItems);
    int[] partners =
        oldIds != null && nowIds != null
            ? longestIncreasing(oldIds, nowIds)
            : ends(oldItems, nowItems);
    pairLeftovers(partners, nowItems.length);
    return partners;
  }

  /**
   * Returns the identity of each element with its index; null unless all have a unique identity.
   */
  private static @Nullable Map<String, Integer> identities(Tape tape, int[] items, String name) {
    Map<String, Integer> ids = new LinkedHashMap<>(items.length * 2);
    for (int item : items) {
      int value = tape.kind(item) == Tape.OBJECT ? member(tape, item, name) : -1;
      if (value < 0 || ids.put(scalar(tape, value), ids.size()) != null) {
        return null;
      }
    }
    return ids;
  }

  /** Returns the node of a member whose value is a string or an integer, or -1. */
  private static int member(Tape tape, int object, String name) {
    for (int key = tape.first(object); key < tape.next(object); key = afterMember(tape, key)) {
      if (tape.end(key) - tape.start(key) == name.length() && tape.text(key).equals(name)) {
        int value = tape.valueOf(key);
        return isText(tape, value) || tape.kind(value) == Tape.INTEGER ? value : -1;
      }
    }
    return -1;
  }

  private static @Nullable Map<String, Integer> scalars(Tape tape, int[] items) {
    Map<String, Integer> ids = new LinkedHashMap<>(items.length * 2);
    for (int item : items) {
      boolean structure = tape.kind(item) == Tape.OBJECT || tape.kind(item) == Tape.ARRAY;
      if (structure || ids.put(scalar(tape, item), ids.size()) != null) {
        return null;
      }
    }
    return ids;
  }

  private static String scalar(Tape tape, int node) {
    return switch (tape.kind(node)) {
      case Tape.STRING, Tape.ESCAPED -> '"' + tape.text(node);
      case Tape.INTEGER, Tape.DECIMAL -> Double.toString(tape.decimal(node) + 0.0);
      default -> Integer.toString(tape.kind(node)) + '!';
    };
  }

  /** Pairs the largest set of elements that have the same order on both sides; the others moved. */
  private static int[] longestIncreasing(Map<String, Integer> oldIds, Map<String, Integer> nowIds) {
    int[] partners = new int[oldIds.size()];
    int at = 0;
    for (String id : oldIds.keySet()) {
      partners[at++] = nowIds.getOrDefault(id, -1);
    }
    int[] tails = new int[partners.length];
    int[] previous = new int[partners.length];
    int length = 0;
    for (int i = 0; i < partners.length; i++) {
      if (partners[i] < 0) {
        continue;
      }
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (partners[tails[middle]] < partners[i]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low == 0 ? -1 : tails[low - 1];
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    int[] kept = new int[partners.length];
    Arrays.fill(kept, -1);
    for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
      kept[i] = partners[i];
    }
    return kept;
  }

  /**
   * Pairs the common prefix and suffix, or all elements by position if both arrays have equal
   * length.
   */
  private int[] ends(int[] oldItems, int[] nowItems) {
    int[] partners = new int[oldItems.length];
    Arrays.fill(partners, -1);
    int shorter = Math.min(oldItems.length, nowItems.length);
    boolean equalLength = oldItems.length == nowItems.length;
    int start = 0;
    while (start < shorter && (equalLength || sameFingerprint(oldItems[start], nowItems[start]))) {
      partners[start] = start;
      start++;
    }
    for (int end = 1;
        end <= shorter - start
            && sameFingerprint(oldItems[oldItems.length - end], nowItems[nowItems.length - end]);
        end++) {
      partners[oldItems.length - end] = nowItems.length - end;
    }
    return partners;
  }

  private boolean sameFingerprint(int x, int y) {
    return oldPrints.of(x) == nowPrints.of(y);
  }

  /** Pairs the remaining elements between two pairs: they are treated as modified. */
  private static void pairLeftovers(int[] partners, int nowCount) {
    int from = 0;
    int next = 0;
    while (from < partners.length) {
      int to = from;
      while (to < partners.length && partners[to] < 0) {
        to++;
      }
      int limit = to < partners.length ? partners[to] : nowCount;
      for (int i = from; i < to && next < limit; i++) {
        partners[i] = next++;
      }
      next = limit + 1;
      from = to + 1;
    }
  }

  private void step(Tape tape, int key) {
    String name = tape.text(key);
    step(name, name);
  }

  private void step(Object oldStep, Object nowStep) {
    oldPath[depth] = oldStep;
    nowPath[depth++] = nowStep;
  }

  private String pointer(Object[] path) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      pointer.append('/');
      if (path[i] instanceof String key) {
        pointer.append(
            key.indexOf('~') < 0 && key.indexOf('/') < 0
                ? key
                : key.replace("~", "~0").replace("/", "~1"));
      } else {
        pointer.append(path[i]);
      }
    }
    return pointer.toString();
  }

  /** Caches a hash of each value's meaning. */
  private static final class Fingerprints {
    private final Tape tape;
    private final Map<Integer, Integer> known = new HashMap<>();

    Fingerprints(Tape tape) {
      this.tape = tape;
    }

    int of(int node) {
      return switch (tape.kind(node)) {
        case Tape.OBJECT, Tape.ARRAY -> {
          Integer cached = known.get(node);
          int print = cached == null ? structure(node) : cached;
          known.put(node, print);
          yield print;
        }
        case Tape.STRING, Tape.ESCAPED -> {
          int hash = 7;
          for (int i = tape.start(node); i < tape.end(node); i++) {
            hash = 31 * hash + tape.source(node)[i];
          }
          yield hash;
        }
        case Tape.INTEGER, Tape.DECIMAL -> Double.hashCode(tape.decimal(node) + 0.0);
        default -> tape.kind(node);
      };
    }

    private int structure(int node) {
      int hash = tape.kind(node);
      if (tape.kind(node) == Tape.ARRAY) {
        for (int item = tape.first(node); item < tape.next(node); item = tape.next(item)) {
          hash = 31 * hash + of(item);
        }
        return hash;
      }
      for (int key = tape.first(node); key < tape.next(node); key = afterMember(tape, key)) {
        hash += 31 * tape.hash(key) ^ of(tape.valueOf(key));
      }
      return hash;
    }
  }
}
