package dev.synctrail.web.history;

import dev.synctrail.web.console.TableColumn;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column of a list of syncs. */
public enum HistoryColumn implements TableColumn {
  STARTED(true),
  TYPE(true),
  PLATFORM(true),
  DIRECTION(true),
  OPERATION(true),
  STATUS(true),
  VERDICT(false),
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

  /** The usual columns for the results of a run. */
  static final List<HistoryColumn> OF_RUN =
      List.of(TYPE, OPERATION, STATUS, VERDICT, ATTEMPTS, DURATION, VERSION);

  private static final Set<HistoryColumn> NUMBERS = EnumSet.of(ATTEMPTS, DURATION, QUEUED, HTTP);

  private final boolean usual;

  HistoryColumn(boolean usual) {
    this.usual = usual;
  }

  @Override
  public String getLabel() {
    return "column." + name();
  }

  @Override
  public boolean isUsual() {
    return usual;
  }

  @Override
  public boolean isNumber() {
    return NUMBERS.contains(this);
  }

  @Override
  public @Nullable String getSort() {
    return switch (this) {
      case STARTED -> "startedAt";
      case DURATION -> "duration";
      case STATUS -> "status";
      default -> null;
    };
  }
}
