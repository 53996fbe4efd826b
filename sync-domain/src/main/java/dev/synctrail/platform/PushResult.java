package dev.synctrail.platform;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A push that the platform confirmed, wholly or in part.
 *
 * @param operation what was done, or for a dry run what would be; null when nobody said
 * @param httpStatus the status of the deciding answer
 * @param items the outcome of each part where the platform took only some; empty when it took all
 * @param answered the type as the write's own answer showed it, with its entity tag; null when
 *     nothing was written or the answer did not show it
 */
public record PushResult(
    @Nullable Operation operation,
    @Nullable Integer httpStatus,
    List<Item> items,
    @Nullable Live answered) {

  /**
   * @throws IllegalArgumentException when no part was taken: that is a refusal and no result
   */
  public PushResult {
    items = List.copyOf(items);
    if (!items.isEmpty() && items.stream().noneMatch(Item::taken)) {
      throw new IllegalArgumentException("A push of which no part was taken is a refusal");
    }
  }

  /** A push whose answer did not show the type. */
  public PushResult(@Nullable Operation operation, @Nullable Integer httpStatus, List<Item> items) {
    this(operation, httpStatus, items, null);
  }

  /** A push that was taken whole. */
  public static PushResult whole(@Nullable Operation operation, @Nullable Integer httpStatus) {
    return new PushResult(operation, httpStatus, List.of());
  }

  /** Returns the type as the write's own answer showed it, when it did. */
  public Optional<Live> shown() {
    return Optional.ofNullable(answered);
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
  public record Item(String key, boolean taken, @Nullable String errorMessage) {}
}
