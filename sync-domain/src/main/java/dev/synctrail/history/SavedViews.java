package dev.synctrail.history;

import java.util.List;

/** Keeps what people want to ask again. Each method is a transaction of its own. */
public interface SavedViews {

  /** Returns a person's views by name. */
  List<SavedView> of(String owner);

  /** Keeps a view, in place of the owner's other one of that name. */
  void save(SavedView view);

  /** Removes a view; tells whether there was one. */
  boolean remove(String owner, String name);
}
