package dev.synctrail.platform;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A push that the platform confirmed, wholly or in part.
 *
 * @param operation what was done, or for a dry run what would be; null when nobody said
 * @param httpStatus the status of the deciding answer
 * @param items the outcome of each part where the platform took only some; empty when it took all
 * @param base what the type was right after it; null for nothing, and when nobody said
 * @param merged what was put there instead of what was intended: that with others' changes in it;
 *     null when it was as intended
 * @param leftAlone whether what is there was to be left as it is, wanted or not
 */
public record PushResult(
    @Nullable Operation operation,
    @Nullable Integer httpStatus,
    List<Item> items,
    @Nullable PushBaseline base,
    @Nullable Snapshot merged,
    boolean leftAlone) {

  /**
   * @throws IllegalArgumentException when no part was taken: that is a refusal and no result
   */
  public PushResult {
    items = List.copyOf(items);
    if (!items.isEmpty() && items.stream().noneMatch(Item::taken)) {
      throw new IllegalArgumentException("A push without an accepted item is a rejection");
    }
  }

  /** A push of which nobody said what the type was right after it. */
  public PushResult(@Nullable Operation operation, @Nullable Integer httpStatus, List<Item> items) {
    this(operation, httpStatus, items, null, null, false);
  }

  /** A push that was taken whole. */
  public static PushResult whole(@Nullable Operation operation, @Nullable Integer httpStatus) {
    return new PushResult(operation, httpStatus, List.of());
  }

  /** A push that wrote nothing because what is there was to be left as it is. */
  public static PushResult leftAlone(@Nullable Integer httpStatus) {
    return new PushResult(Operation.NONE, httpStatus, List.of(), null, null, true);
  }

  /** The same, with what the type was right after it; null when nobody said. */
  public PushResult with(@Nullable PushBaseline told) {
    return new PushResult(operation, httpStatus, items, told, merged, leftAlone);
  }

  /** The same of what was merged before it was put there; null when nothing was. */
  public PushResult merging(@Nullable Snapshot put) {
    return new PushResult(operation, httpStatus, items, base, put, leftAlone);
  }

  /** Tells whether the platform refused some of the parts. */
  public boolean isPartial() {
    return items.stream().anyMatch(item -> !item.taken());
  }

  /**
   * One part of what was pushed.
   *
   * @param key the part as the platform names it
   * @param errorMessage why it was refused; null when it was taken
   */
  public record Item(String key, boolean taken, @Nullable String errorMessage) {
    public Item {
      key = ForeignText.shortened(key, Failure.LONGEST_DETAIL);
      errorMessage =
          errorMessage == null ? null : ForeignText.shortened(errorMessage, Failure.LONGEST_DETAIL);
    }
  }
}
