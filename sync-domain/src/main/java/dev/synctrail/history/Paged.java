package dev.synctrail.history;

import org.jspecify.annotations.Nullable;

/** Something that contains one page of a list, with cursors to the adjacent pages. */
public interface Paged {

  /** Returns the cursor of the next page; null if there is none. */
  @Nullable String nextCursor();

  /** Returns the cursor of the previous page; null if there is none. */
  @Nullable String prevCursor();
}
