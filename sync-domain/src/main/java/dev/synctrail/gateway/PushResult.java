package dev.synctrail.gateway;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A push that the platform confirmed, wholly or in part.
 *
 * @param operation the operation that was performed, or for a dry run would be; null when unknown
 * @param httpStatus the status of the deciding response
 * @param items the outcome of each part where the platform accepted only some; empty when it
 *     accepted all
 * @param base the state of the type right after the push; null when absent or unknown
 * @param merged the content written in place of the intended one, merged with changes by others;
 *     null when it was as intended
 * @param leftAlone whether the live state was left unchanged by decision, wanted or not
 */
public record PushResult(
    @Nullable Operation operation,
    @Nullable Integer httpStatus,
    List<Item> items,
    @Nullable PushBaseline base,
    @Nullable Snapshot merged,
    boolean leftAlone) {

  /**
   * @throws IllegalArgumentException when no part was accepted: that is a rejection and not a
   *     result
   */
  public PushResult {
    items = List.copyOf(items);
    if (!items.isEmpty() && items.stream().noneMatch(Item::taken)) {
      throw new IllegalArgumentException("A push without an accepted item is a rejection");
    }
  }

  /** Creates the result of a push after which the state of the type is unknown. */
  public PushResult(@Nullable Operation operation, @Nullable Integer httpStatus, List<Item> items) {
    this(operation, httpStatus, items, null, null, false);
  }

  /** Creates the result of a push that was accepted as a whole. */
  public static PushResult whole(@Nullable Operation operation, @Nullable Integer httpStatus) {
    return new PushResult(operation, httpStatus, List.of());
  }

  /**
   * Creates the result of a push that wrote nothing because the live state was to be left
   * unchanged.
   */
  public static PushResult leftAlone(@Nullable Integer httpStatus) {
    return new PushResult(Operation.NONE, httpStatus, List.of(), null, null, true);
  }

  /** Returns the same result with the state of the type right after the push; null when unknown. */
  public PushResult with(@Nullable PushBaseline told) {
    return new PushResult(operation, httpStatus, items, told, merged, leftAlone);
  }

  /**
   * Returns the same result with the merged content that was written; null when nothing was merged.
   */
  public PushResult merging(@Nullable Snapshot put) {
    return new PushResult(operation, httpStatus, items, base, put, leftAlone);
  }

  /** Returns whether the platform rejected some of the parts. */
  public boolean isPartial() {
    return items.stream().anyMatch(item -> !item.taken());
  }

  /**
   * One part of a push.
   *
   * @param key the platform's name of the part
   * @param errorMessage why it was rejected; null when it was accepted
   */
  public record Item(String key, boolean taken, @Nullable String errorMessage) {
    public Item {
      key = ForeignText.shortened(key, Failure.LONGEST_DETAIL);
      errorMessage =
          errorMessage == null ? null : ForeignText.shortened(errorMessage, Failure.LONGEST_DETAIL);
    }
  }
}
