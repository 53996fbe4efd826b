package dev.synctrail.launcher;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The admin's token and password, made at the first start and shown once.
 *
 * <p>They are kept only until they have been shown, so that a first start that was cut off can be
 * repeated.
 *
 * @param token for machines
 * @param password for the console
 */
record FirstStart(String token, String password) {

  static final String USER = "admin";
  private static final String PENDING = "first-start.properties";
  private static final String DONE = "started.properties";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns what must still be shown; empty when that happened at an earlier start. */
  static Optional<FirstStart> of(DataFolder data) {
    if (data.kept(DONE).isPresent()) {
      return Optional.empty();
    }
    var pending =
        data.kept(PENDING)
            .map(p -> new FirstStart(p.getProperty("token"), p.getProperty("password")))
            .orElseGet(() -> new FirstStart(random(32), random(15)));
    var values = new Properties();
    values.setProperty("token", pending.token());
    values.setProperty("password", pending.password());
    data.keep(PENDING, values);
    return Optional.of(pending);
  }

  Map<String, String> configuration() {
    return Map.of("sync.bootstrap.token", token, "sync.bootstrap.admin-password", password);
  }

  /** Forgets both; from now on only their hashes exist. */
  static void shown(DataFolder data) {
    data.keep(DONE, new Properties());
    data.forget(PENDING);
  }

  /** Returns a secret of that many random bytes, as letters, digits, - and _. */
  static String random(int bytes) {
    var value = new byte[bytes];
    RANDOM.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
