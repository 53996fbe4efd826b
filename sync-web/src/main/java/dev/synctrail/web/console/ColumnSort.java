package dev.synctrail.web.console;

import java.util.List;
import java.util.Objects;

/**
 * The column by which a list is sorted, as the page's address names it.
 *
 * @param keys the sort keys of the list
 * @param by one of them
 * @param rest the address of the first page of the list
 */
public record ColumnSort(List<String> keys, String by, boolean descending, PageAddress rest) {
  /** The parameter that names the sort key. */
  public static final String PARAMETER = "sort";

  /** The parameter that names the direction, {@code desc} unless it is {@code asc}. */
  public static final String DIRECTION = "order";

  public ColumnSort {
    keys = List.copyOf(keys);
  }

  /**
   * Reads the choice.
   *
   * @param keys the sort keys of the list; the usual one first
   * @param rest the address of the first page of the list
   */
  public static ColumnSort of(List<String> keys, PageAddress rest) {
    String by = Objects.requireNonNullElse(rest.get(PARAMETER), keys.get(0));
    return new ColumnSort(
        keys, keys.contains(by) ? by : keys.get(0), !"asc".equals(rest.get(DIRECTION)), rest);
  }

  /** Returns whether the list can be sorted by a column. */
  public boolean allows(TableColumn column) {
    String key = column.getSort();
    return key != null && keys.contains(key);
  }

  /** Returns the address of the list sorted by a column; if it already is, in reverse. */
  public String link(TableColumn column) {
    String key = Objects.requireNonNull(column.getSort());
    return "?"
        + rest.with(PARAMETER, key)
            .with(DIRECTION, by.equals(key) && descending ? "asc" : "desc")
            .query();
  }

  /** Returns the value of {@code aria-sort} for a column. */
  public String order(TableColumn column) {
    if (!by.equals(column.getSort())) {
      return "none";
    }
    return descending ? "descending" : "ascending";
  }
}
