package dev.synctrail.flowcontrol;

import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.Optional;

/** Shows what stands between us and a platform. */
public interface BreakerStatuses {

  /** Looks now, without using anything up. */
  BreakerStatus of(Platform platform);

  /**
   * Returns until when it is of no use to try anything, because a try was just refused; empty when
   * none was. It is this server that found out, as each does for itself.
   */
  Optional<Instant> refusedUntil(PlatformId platform);

  /** Looks at the breaker alone, as it is after what it was told last. */
  BreakerStatus.Breaker breaker(PlatformId platform);
}
