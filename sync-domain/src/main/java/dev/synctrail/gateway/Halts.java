package dev.synctrail.gateway;

import dev.synctrail.platform.PlatformId;

/** Returns the current halts of platforms. */
@FunctionalInterface
public interface Halts {

  /** Returns the halt as of the last committed change. */
  Halt on(PlatformId platform);

  /**
   * Returns the halt right before a request begins; it cannot change until the caller's transaction
   * ends.
   */
  default Halt onBeginning(PlatformId platform) {
    return on(platform);
  }
}
