package dev.synctrail.search;

/** The index for searching syncs by payload content. */
public interface PayloadIndex {

  /**
   * Indexes payloads that are not indexed yet, in its own transaction.
   *
   * @return how many payloads were indexed, at limit {@code limit}; 0 if none are left that no
   *     other server is indexing
   */
  int catchUp(int limit);

  /** Returns how many payloads are not indexed yet, or only partly because they are too large. */
  long missing();
}
