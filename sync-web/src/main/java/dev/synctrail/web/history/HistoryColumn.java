package dev.synctrail.web.history;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the history can show of a sync, in the order of its columns. */
public enum HistoryColumn {
  STARTED(true),
  TYPE(true),
  PLATFORM(true),
  DIRECTION(true),
  OPERATION(true),
  STATUS(true),
  ATTEMPTS(true),
  DURATION(true),
  QUEUED(false),
  ACTOR(true),
  REASON(false),
  HTTP(false),
  FAILURE(false),
  VERSION(false),
  RUN(false),
  ID(false);

  /** The name of the parameter that chooses them. */
  static final String PARAMETER = "column";

  private final boolean usual;

  HistoryColumn(boolean usual) {
    this.usual = usual;
  }

  /** Returns the key of its name in the texts. */
  public String getLabel() {
    return "column." + name();
  }

  /** Returns those that are named, or the usual ones where none is. */
  static List<HistoryColumn> chosen(List<String> names) {
    List<HistoryColumn> chosen =
        names.stream().map(HistoryColumn::named).flatMap(Optional::stream).sorted().toList();
    return chosen.isEmpty() ? Arrays.stream(values()).filter(one -> one.usual).toList() : chosen;
  }

  private static Optional<HistoryColumn> named(String name) {
    return Arrays.stream(values()).filter(column -> column.name().equals(name)).findFirst();
  }
}
