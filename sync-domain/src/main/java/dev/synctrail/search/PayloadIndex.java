package dev.synctrail.search;

/** What payloads can be found by. */
public interface PayloadIndex {

  /**
   * Takes in payloads that are not indexed yet, in a transaction of its own.
   *
   * @return how many, at most {@code most}; 0 when there are none that nobody else is at
   */
  int catchUp(int most);

  /**
   * Returns how many payloads are not indexed yet, or not to their end because they are too large.
   */
  long missing();
}
