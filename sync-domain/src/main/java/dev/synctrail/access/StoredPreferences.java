package dev.synctrail.access;

import java.util.Optional;

/** Stores the preferences of users, also of those whom an OpenID provider authenticates. */
public interface StoredPreferences {

  /** Returns the preferences of a user; empty if the user has never chosen any. */
  Optional<Preferences> of(String name);

  /** Replaces the preferences of a user. */
  void save(String name, Preferences preferences);
}
