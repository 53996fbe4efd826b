package dev.synctrail.web.console;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The columns of a list that the page's address names, in its order.
 *
 * @param shown the columns of the list, in order
 * @param all the shown columns, then the others
 * @param chosen whether the address names columns
 */
public record ColumnChoice(
    List<? extends TableColumn> shown, List<? extends TableColumn> all, boolean chosen) {
  /** The parameter that names a column; it is repeated for each. */
  public static final String PARAMETER = "column";

  public ColumnChoice {
    shown = List.copyOf(shown);
    all = List.copyOf(all);
  }

  /** Reads the choice among all columns of a list; without one, the usual columns are shown. */
  public static <C extends TableColumn> ColumnChoice of(C[] columns, PageAddress pageAddress) {
    return of(columns, Stream.of(columns).filter(TableColumn::isUsual).toList(), pageAddress);
  }

  /**
   * Reads the choice among all columns of a list.
   *
   * @param usual the columns to show if the address names none
   */
  public static <C extends TableColumn> ColumnChoice of(
      C[] columns, List<C> usual, PageAddress pageAddress) {
    List<C> named =
        pageAddress.all(PARAMETER).stream()
            .flatMap(name -> Stream.of(columns).filter(column -> column.name().equals(name)))
            .distinct()
            .toList();
    List<C> shown = named.isEmpty() ? usual : named;
    List<C> others = Arrays.stream(columns).filter(column -> !shown.contains(column)).toList();
    return new ColumnChoice(
        shown, Stream.concat(shown.stream(), others.stream()).toList(), !named.isEmpty());
  }

  /** Returns whether a column is shown. */
  public boolean isShown(TableColumn column) {
    return shown.contains(column);
  }
}
