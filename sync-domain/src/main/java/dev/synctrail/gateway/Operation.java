package dev.synctrail.gateway;

/** What a push does, or would do, to the platform. */
public enum Operation {
  CREATE,
  UPDATE,
  DELETE,
  /** The platform is already in the desired state; nothing is written. */
  NONE
}
