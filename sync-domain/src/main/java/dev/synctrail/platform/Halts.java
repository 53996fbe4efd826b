package dev.synctrail.platform;

/** Tells whether people have said that nothing may leave for a platform now. */
@FunctionalInterface
public interface Halts {

  /** Looks now, at what the last committed change left. */
  Halt on(PlatformId platform);

  /**
   * Looks right before a request begins; what is found stays so until the caller's transaction
   * ends.
   */
  default Halt onBeginning(PlatformId platform) {
    return on(platform);
  }
}
