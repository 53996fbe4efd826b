package dev.synctrail.retention;

/** Keeps the rules, and what they were before. */
public interface RuleBook {

  /** Returns those that count now. */
  RetentionRules current();

  /**
   * Puts others in their place, in the caller's transaction.
   *
   * @return false when somebody else did so in between
   */
  boolean replace(RetentionRules next);
}
