package dev.synctrail.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the people who sign in. Writes join the caller's transaction. */
public interface ConsoleUsers {

  /** Tells whether there is nobody yet. */
  boolean isEmpty();

  /** Returns everybody by name, the disabled ones too. */
  List<ConsoleUser> all();

  /** Returns a person by the exact name. */
  Optional<ConsoleUser> find(String name);

  /** Keeps a person; says no, and keeps nothing, when the name was ever used. */
  boolean add(ConsoleUser user);

  /** Makes changes of several callers wait for one another, until the transaction ends. */
  void lock();

  /**
   * Changes what a person may do.
   *
   * @param disabledAt null to let the person in
   */
  void change(String name, Role role, @Nullable Instant disabledAt);

  /** Replaces a person's password. */
  void password(String name, String hash, boolean mustChange, Instant at);

  /** Notes when a person last signed in, in a transaction of its own when there is none. */
  void used(String name, Instant at);
}
