package dev.synctrail.web.console;

import org.jspecify.annotations.Nullable;

/** A column of a list whose columns users choose and order. */
public interface TableColumn {
  /** Returns its name in the page's address. */
  String name();

  /** Returns the message key of its heading. */
  String getLabel();

  /** Returns whether it is shown unless the user chose columns. */
  boolean isUsual();

  /** Returns whether its values are numbers, which are aligned to the right. */
  default boolean isNumber() {
    return false;
  }

  /** Returns the sort key in the page's address; null if the list cannot be sorted by it. */
  default @Nullable String getSort() {
    return null;
  }
}
