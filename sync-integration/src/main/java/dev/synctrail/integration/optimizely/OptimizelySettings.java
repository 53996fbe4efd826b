package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.http.ConfigValues;
import java.time.Duration;

/**
 * Settings of the Optimizely adapter.
 *
 * @param readBackAtMost how long a read-back waits for the platform to show a write
 * @param readBackPause the wait between two reads of a read-back
 * @param readBackEqual how many consecutive equal reads are taken as the final state
 * @param tokenMargin how long before its expiry a token is renewed
 * @param pageSize how many types are listed per page
 */
record OptimizelySettings(
    Duration readBackAtMost,
    Duration readBackPause,
    int readBackEqual,
    Duration tokenMargin,
    int pageSize) {

  /**
   * Reads {@code sync.optimizely.*}.
   *
   * @throws IllegalArgumentException naming the invalid key
   */
  static OptimizelySettings from(ConfigValues config) {
    return new OptimizelySettings(
        config.duration("sync.optimizely.read-back.at-most", Duration.ofSeconds(10)),
        config.duration("sync.optimizely.read-back.pause", Duration.ofMillis(2500)),
        config.number("sync.optimizely.read-back.equal-reads", 3, 100),
        config.duration("sync.optimizely.token-margin", Duration.ofSeconds(30)),
        config.number("sync.optimizely.page-size", 100, 10_000));
  }
}
