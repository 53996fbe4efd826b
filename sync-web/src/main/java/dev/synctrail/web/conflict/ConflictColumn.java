package dev.synctrail.web.conflict;

import dev.synctrail.web.console.TableColumn;

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
}
