package dev.synctrail.care;

import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;

/** Shows what stands between us and a platform. */
public interface Safeguards {

  /** Looks now, without using anything up. */
  Safeguard of(Platform platform);

  /** Looks at the breaker alone, as it is after what it was told last. */
  Safeguard.Breaker breaker(PlatformId platform);
}
