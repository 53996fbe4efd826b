package dev.synctrail.flowcontrol;

/**
 * A lock that separates setting a halt from beginning a request: neither happens during the other.
 */
public interface HaltLock {

  /** Waits until no halt is being set, and prevents one until the transaction ends. */
  void lockForRequest();

  /** Waits until no request is beginning, and prevents one until the transaction ends. */
  void lockForHalt();
}
