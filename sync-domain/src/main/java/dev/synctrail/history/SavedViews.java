package dev.synctrail.history;

import java.util.List;

/** Stores saved views. Each method runs in its own transaction. */
public interface SavedViews {

  /** Returns a user's views, sorted by name. */
  List<SavedView> of(String owner);

  /** Stores a view. Replaces the owner's view with the same name. */
  void save(SavedView view);

  /** Removes a view and returns whether it existed. */
  boolean remove(String owner, String name);
}
