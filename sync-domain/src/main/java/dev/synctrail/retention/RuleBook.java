package dev.synctrail.retention;

/** Stores all revisions of the retention rules. */
public interface RuleBook {

  /** Returns the current rules. */
  RetentionRules current();

  /**
   * Replaces the current rules in the caller's transaction.
   *
   * @return false if the rules were changed concurrently
   */
  boolean replace(RetentionRules next);
}
