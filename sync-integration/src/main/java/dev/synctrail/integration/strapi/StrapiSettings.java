package dev.synctrail.integration.strapi;

import dev.synctrail.integration.http.ConfigValues;
import java.time.Duration;

/**
 * Settings of the Strapi adapter.
 *
 * @param backAtMost longest wait for a restart, after a write and in a read-back
 * @param backPause the pause before each read
 * @param equalReads how many consecutive equal reads are taken as the final state
 * @param tokenMargin how long before its expiry a token is renewed
 */
record StrapiSettings(
    Duration backAtMost, Duration backPause, int equalReads, Duration tokenMargin) {

  /**
   * Reads {@code sync.strapi.*}.
   *
   * @throws IllegalArgumentException naming the invalid key
   */
  static StrapiSettings from(ConfigValues config) {
    return new StrapiSettings(
        config.duration("sync.strapi.restart.at-most", Duration.ofMinutes(1)),
        config.duration("sync.strapi.restart.pause", Duration.ofSeconds(2)),
        config.number("sync.strapi.restart.equal-reads", 3, 100),
        config.duration("sync.strapi.token-margin", Duration.ofSeconds(30)));
  }

  /** Returns the largest number of reads. */
  long reads() {
    return 1 + backAtMost.dividedBy(backPause);
  }
}
