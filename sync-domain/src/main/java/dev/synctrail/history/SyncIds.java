package dev.synctrail.history;

import dev.synctrail.tracking.SyncId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A set of syncs that a user selected, as the value of a criterion. */
public record SyncIds(List<SyncId> ids) {
  /** The maximum number of ids. */
  public static final int MAX = PageRequest.MAX_LIMIT;

  /** The maximum length of the text: the ids, each of 36 characters, and commas. */
  static final int MAX_LENGTH = 37 * MAX - 1;

  /**
   * @throws IllegalArgumentException if there are none or too many
   */
  public SyncIds {
    ids = List.copyOf(new LinkedHashSet<>(ids));
    if (ids.isEmpty() || ids.size() > MAX) {
      throw new IllegalArgumentException("Must be 1 to " + MAX + " ids");
    }
  }

  /** Returns the set of the given syncs. */
  public static SyncIds of(Collection<SyncId> ids) {
    return new SyncIds(List.copyOf(ids));
  }

  /**
   * Parses the text that {@link #toString} returns.
   *
   * @throws IllegalArgumentException if it is not such a text
   */
  static SyncIds parse(String text) {
    return new SyncIds(
        Stream.of(text.split(",", -1))
            .map(String::strip)
            .map(
                id ->
                    SyncId.parse(id)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException("Must be UUIDs, separated by commas")))
            .toList());
  }

  /** Returns the ids, separated by commas. */
  @Override
  public String toString() {
    return ids.stream().map(SyncId::toString).collect(Collectors.joining(","));
  }
}
