package dev.synctrail.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores console users. Writes join the caller's transaction. */
public interface ConsoleUsers {

  /** Returns whether there are no users yet. */
  boolean isEmpty();

  /** Returns all users, including disabled ones, sorted by name. */
  List<ConsoleUser> all();

  /** Returns a user by the exact name. */
  Optional<ConsoleUser> find(String name);

  /** Stores a user. Returns false and stores nothing if the name was ever used. */
  boolean add(ConsoleUser user);

  /** Locks the users against concurrent changes until the transaction ends. */
  void lock();

  /**
   * Changes the role and status of a user.
   *
   * @param disabledAt null to enable the user
   */
  void change(String name, Role role, @Nullable Instant disabledAt);

  /** Replaces a user's password. */
  void password(String name, String hash, boolean mustChange, Instant at);

  /** Records the last sign-in of a user, in its own transaction if there is none. */
  void used(String name, Instant at);
}
