package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
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

  /** Replaces a user's password, and ends an invitation. */
  void password(String name, String hash, boolean mustChange, Instant at);

  /**
   * Replaces a user's password and any earlier invitation by an invitation.
   *
   * @param secretHash the hash of the secret in the link
   */
  void invite(String name, Checksum secretHash, Instant until, Instant at);

  /** Ends a user's invitation. */
  void withdrawInvitation(String name);

  /** Returns a user by the hash of the secret of the invitation, even if it has expired. */
  Optional<ConsoleUser> findInvited(Checksum secretHash);

  /** Records the last sign-in of a user, in its own transaction if there is none. */
  void used(String name, Instant at);
}
