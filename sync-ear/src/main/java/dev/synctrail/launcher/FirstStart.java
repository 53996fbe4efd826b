package dev.synctrail.launcher;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The administrator's token and password, created at the first start and shown once.
 *
 * <p>They are stored only until they have been shown, so that an interrupted first start can be
 * repeated.
 *
 * @param token for the REST API
 * @param password for the console
 */
record FirstStart(String token, String password) {

  static final String USER = "admin";
  private static final String PENDING = "first-start.properties";
  private static final String DONE = "started.properties";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns the secrets that must still be shown; empty if they were shown at an earlier start. */
  static Optional<FirstStart> of(DataFolder data) {
    if (data.load(DONE).isPresent()) {
      return Optional.empty();
    }
    var pending =
        data.load(PENDING)
            .map(p -> new FirstStart(p.getProperty("token"), p.getProperty("password")))
            .orElseGet(() -> new FirstStart(random(32), random(15)));
    var values = new Properties();
    values.setProperty("token", pending.token());
    values.setProperty("password", pending.password());
    data.save(PENDING, values);
    return Optional.of(pending);
  }

  Map<String, String> configuration() {
    return Map.of("sync.bootstrap.token", token, "sync.bootstrap.admin-password", password);
  }

  /** Deletes the stored secrets; from now on, only their hashes exist. */
  static void shown(DataFolder data) {
    data.save(DONE, new Properties());
    data.delete(PENDING);
  }

  /** Returns a secret of this many random bytes, encoded as letters, digits, - and _. */
  static String random(int bytes) {
    var value = new byte[bytes];
    RANDOM.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
