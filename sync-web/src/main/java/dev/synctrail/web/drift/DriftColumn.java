package dev.synctrail.web.drift;

import dev.synctrail.web.console.TableColumn;

/** A column of the list of types on a platform. */
public enum DriftColumn implements TableColumn {
  TYPE("typeKey"),
  STATUS("status"),
  FIELDS("differsAt"),
  PUSHED("lastPush"),
  CHECKED("lastChecked");

  private final String label;

  DriftColumn(String label) {
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
