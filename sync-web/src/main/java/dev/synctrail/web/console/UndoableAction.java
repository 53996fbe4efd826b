package dev.synctrail.web.console;

/** What the user can undo right after doing it. */
public interface UndoableAction {

  /**
   * Returns the name in the form, without a colon. It needs no right, because the form of every
   * user is compared with the names of all actions.
   */
  String name();

  /**
   * Undoes it, and adds a message to the next page. It checks the right of the user.
   *
   * @param subject what was changed
   * @throws IllegalArgumentException if it is not what the action gave to {@link Undo#of}
   */
  void undo(String subject);
}
