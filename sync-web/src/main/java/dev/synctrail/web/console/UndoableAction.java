package dev.synctrail.web.console;

/** What the user can undo right after doing it. It checks the right of the user itself. */
public interface UndoableAction {

  /** Returns the name in the form, without a colon. */
  String name();

  /**
   * Undoes it, and adds a message to the next page.
   *
   * @param subject what was changed
   */
  void undo(String subject);
}
