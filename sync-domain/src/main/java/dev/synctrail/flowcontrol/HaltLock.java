package dev.synctrail.flowcontrol;

/** Lets a halt be set only between the beginnings of requests, never during one. */
public interface HaltLock {

  /** Waits until no halt is being set, and keeps any from it until the transaction ends. */
  void toBegin();

  /** Waits until no request is beginning, and keeps any from it until the transaction ends. */
  void toHalt();
}
