package dev.synctrail.web.rest;

import java.util.function.BiConsumer;

/** A request record with rules that the constraints of its components cannot express. */
public interface RequestRules {
  /**
   * Checks the rules. Members that are missing or at fault are null here, whatever their type says.
   *
   * @param faults receives the JSON Pointer of each fault below this record, and its message
   */
  void check(BiConsumer<String, String> faults);
}
