package dev.synctrail.web.conflict;

import dev.synctrail.web.console.TableColumn;
import org.jspecify.annotations.Nullable;

/** A column of the list of conflicts. */
public enum ConflictColumn implements TableColumn {
  TYPE("typeKey"),
  PLATFORM("platform"),
  STATUS("status"),
  FIELDS("changedOnPlatform"),
  FOUND("foundAt"),
  RESOLUTION("resolution");

  private final String label;

  ConflictColumn(String label) {
    this.label = label;
  }

  @Override
  public String getLabel() {
    return label;
  }

  @Override
  public boolean isUsual() {
    return true;
  }

  @Override
  public @Nullable String getSort() {
    return switch (this) {
      case TYPE -> "typeKey";
      case FOUND -> "foundAt";
      default -> null;
    };
  }
}
