package dev.synctrail.platform;

/** Tells whether people have said that nothing may leave for a platform now. */
@FunctionalInterface
public interface Halts {

  /** Looks now, at what the last committed change left. */
  Halt on(PlatformId platform);
}
