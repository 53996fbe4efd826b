package dev.synctrail.history;

import static dev.synctrail.history.Criterion.END_DATE;
import static dev.synctrail.history.Criterion.POINTER;
import static dev.synctrail.history.Criterion.START_DATE;
import static dev.synctrail.history.Criterion.VALUE;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects the syncs that match all given criteria.
 *
 * @param values the value of each given criterion, of its {@link Criterion#type()}
 */
public record SyncFilter(Map<Criterion, Object> values) {
  /** Matches all syncs. */
  public static final SyncFilter ALL = new SyncFilter(Map.of());

  /**
   * @throws IllegalArgumentException if the end is before the start, or if there is a value without
   *     a pointer
   */
  public SyncFilter {
    Map<Criterion, Object> checked = new EnumMap<>(Criterion.class);
    values.forEach((criterion, value) -> checked.put(criterion, criterion.type().cast(value)));
    values = Collections.unmodifiableMap(checked);
    period(checked); // must be a valid period
    if (checked.containsKey(VALUE) && !checked.containsKey(POINTER)) {
      throw new IllegalArgumentException("A value needs a pointer");
    }
  }

  /**
   * Parses a filter.
   *
   * @param texts returns the text of a criterion, or null if the criterion is not given
   * @param faults receives each invalid criterion with the reason; without one, the returned filter
   *     is complete
   */
  public static SyncFilter parse(
      Function<Criterion, @Nullable String> texts, BiConsumer<Criterion, String> faults) {
    Map<Criterion, Object> values = new EnumMap<>(Criterion.class);
    Set<Criterion> given = EnumSet.noneOf(Criterion.class);
    for (Criterion criterion : Criterion.values()) {
      String text = texts.apply(criterion);
      if (text != null) {
        given.add(criterion);
        try {
          values.put(criterion, criterion.parse(text));
        } catch (IllegalArgumentException e) {
          faults.accept(criterion, String.valueOf(e.getMessage()));
        }
      }
    }
    if (given.contains(VALUE) && !given.contains(POINTER)) {
      faults.accept(POINTER, "Required together with " + VALUE);
    }
    if (!values.containsKey(POINTER)) {
      values.remove(VALUE);
    }
    try {
      period(values);
    } catch (IllegalArgumentException e) {
      faults.accept(END_DATE, String.valueOf(e.getMessage()));
      values.remove(END_DATE);
    }
    return new SyncFilter(values);
  }

  /** Returns a filter with another value of a criterion; null removes the criterion. */
  public SyncFilter with(Criterion criterion, @Nullable Object value) {
    Map<Criterion, Object> next = new EnumMap<>(Criterion.class);
    next.putAll(values);
    if (value == null) {
      next.remove(criterion);
    } else {
      next.put(criterion, value);
    }
    return new SyncFilter(next);
  }

  /** Returns a filter for syncs that started in a period. */
  public SyncFilter with(Period period) {
    return with(END_DATE, null).with(START_DATE, period.from()).with(END_DATE, period.until());
  }

  /** Returns a filter that also requires content of the sent, intended or pulled payload. */
  public SyncFilter with(Holding holding) {
    return with(POINTER, holding.pointer()).with(VALUE, holding.value());
  }

  /** Returns a filter without the criteria that only readers of payloads may see. */
  public SyncFilter withoutHolding() {
    return with(VALUE, null).with(POINTER, null);
  }

  /** Returns the value of a criterion, or null if it is not given. */
  public <T> @Nullable T get(Criterion criterion, Class<T> type) {
    return type.cast(values.get(criterion));
  }

  /** Returns the period in which the syncs started. */
  public Period period() {
    return period(values);
  }

  private static Period period(Map<Criterion, Object> values) {
    return new Period((Instant) values.get(START_DATE), (Instant) values.get(END_DATE));
  }

  /** Returns whether only syncs of one run match. */
  public boolean isOfRun() {
    return values.containsKey(Criterion.DEPLOYMENT_ID)
        || values.containsKey(Criterion.RETRIEVAL_ID);
  }

  /** Returns the required content of the payload, or null if any is accepted. */
  public @Nullable Holding holding() {
    String pointer = get(POINTER, String.class);
    return pointer == null ? null : new Holding(pointer, get(VALUE, String.class));
  }
}
