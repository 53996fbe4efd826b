package dev.synctrail.integration.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A client's id and secret, bound to the only origin they may be sent to; never printed, compared
 * by value.
 */
public final class Credential {
  private static final int ITERATIONS = 50_000;

  private final String clientId;
  private final String clientSecret;
  private final URI allowedOrigin;

  Credential(String clientId, String clientSecret, URI allowedOrigin) {
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.allowedOrigin = allowedOrigin;
  }

  /** Returns the client's id. */
  public String clientId() {
    return clientId;
  }

  /** Returns the secret, for the token request and nothing else. */
  public String clientSecret() {
    return clientSecret;
  }

  /** Returns the origin it is bound to. */
  public String allowedOrigin() {
    return Origins.of(allowedOrigin);
  }

  /** Tells whether it may be sent to that address. */
  public boolean isAllowedAt(URI address) {
    return Origins.same(allowedOrigin, address);
  }

  /**
   * Returns 12 hex digits that tell one secret from the next. They are 48 bits of PBKDF2 salted
   * with the client's id, so that a short secret cannot be guessed back from them. Takes tens of
   * milliseconds.
   */
  String fingerprint() {
    PBEKeySpec spec =
        new PBEKeySpec(
            clientSecret.toCharArray(),
            ("synctrail credential " + clientId).getBytes(StandardCharsets.UTF_8),
            ITERATIONS,
            256);
    try {
      byte[] derived =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return HexFormat.of().formatHex(derived, 0, 6);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has PBKDF2 with SHA-256", e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Credential that
        && clientId.equals(that.clientId)
        && clientSecret.equals(that.clientSecret)
        && allowedOrigin.equals(that.allowedOrigin);
  }

  @Override
  public int hashCode() {
    return Objects.hash(clientId, clientSecret, allowedOrigin);
  }

  @Override
  public String toString() {
    return "Credential for " + allowedOrigin();
  }
}
