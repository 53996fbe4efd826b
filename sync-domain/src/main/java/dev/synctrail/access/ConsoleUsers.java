package dev.synctrail.access;

import java.util.Optional;

/** Keeps the people who sign in to the console. Writes join the caller's transaction. */
public interface ConsoleUsers {

  /** Tells whether there is nobody yet. */
  boolean isEmpty();

  /** Returns a person by the exact name. */
  Optional<ConsoleUser> find(String name);

  /** Keeps a person; says no, and keeps nothing, when the name is taken. */
  boolean add(ConsoleUser user);
}
