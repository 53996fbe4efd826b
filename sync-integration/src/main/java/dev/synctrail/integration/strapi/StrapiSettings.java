package dev.synctrail.integration.strapi;

import dev.synctrail.integration.http.ConfigValues;
import java.time.Duration;

/**
 * What can be tuned about speaking to Strapi.
 *
 * @param backAtMost how long a restart is waited out, after a write and in a read-back
 * @param backPause the wait before each look
 * @param equalReads how many equal reads in a row are believed
 * @param tokenMargin how long before its expiry a token is renewed
 */
record StrapiSettings(
    Duration backAtMost, Duration backPause, int equalReads, Duration tokenMargin) {

  /**
   * Reads {@code sync.strapi.*}.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static StrapiSettings from(ConfigValues config) {
    return new StrapiSettings(
        config.duration("sync.strapi.restart.at-most", Duration.ofMinutes(1)),
        config.duration("sync.strapi.restart.pause", Duration.ofSeconds(2)),
        config.number("sync.strapi.restart.equal-reads", 3, 100),
        config.duration("sync.strapi.token-margin", Duration.ofSeconds(30)));
  }

  /** Returns how often at most one looks. */
  long looks() {
    return 1 + backAtMost.dividedBy(backPause);
  }
}
