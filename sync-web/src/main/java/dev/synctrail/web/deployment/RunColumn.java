package dev.synctrail.web.deployment;

import dev.synctrail.web.console.TableColumn;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column of a list of runs. */
public enum RunColumn implements TableColumn {
  REQUESTED("requestedAt", true),
  TITLE("what", true),
  PLATFORM("platform", false),
  STATUS("status", true),
  PROGRESS("progress", true),
  TOTAL("total", true),
  SUCCESS("SUCCESS", true),
  PARTIAL("PARTIAL", false),
  FAILED("FAILED", true),
  ACTOR("column.ACTOR", true),
  REASON("column.REASON", false),
  COMPLETED("completedAt", false),
  ID("id", false);

  private static final Set<RunColumn> NUMBERS = EnumSet.of(TOTAL, SUCCESS, PARTIAL, FAILED);

  private final String label;
  private final boolean usual;

  RunColumn(String label, boolean usual) {
    this.label = label;
    this.usual = usual;
  }

  @Override
  public String getLabel() {
    return label;
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
      case REQUESTED -> "requestedAt";
      case FAILED -> "failed";
      default -> null;
    };
  }
}
