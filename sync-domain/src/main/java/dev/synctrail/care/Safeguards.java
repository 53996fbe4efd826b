package dev.synctrail.care;

import dev.synctrail.platform.Platform;

/** Shows what stands between us and a platform. */
public interface Safeguards {

  /** Looks now, without using anything up. */
  Safeguard of(Platform platform);
}
