package dev.synctrail.platform;

/** Tells whether this server leaves a platform alone for now because it did not answer. */
public interface CircuitBreakers {

  /** Returns what a person calls the state: {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}. */
  String state(PlatformId platform);
}
