package dev.synctrail.history;

import org.jspecify.annotations.Nullable;

/** The cursors to the pages before and after one page of a list. */
public interface PageCursors {

  /** Returns the cursor of the next page; null if there is none. */
  @Nullable String nextCursor();

  /** Returns the cursor of the previous page; null if there is none. */
  @Nullable String prevCursor();
}
