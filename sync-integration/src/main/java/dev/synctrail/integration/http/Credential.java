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
 * A client id and secret and the only origin to which they may be sent. Compared by value and never
 * printed.
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

  /** Returns the client id. */
  public String clientId() {
    return clientId;
  }

  /** Returns the secret; used only for token requests. */
  public String clientSecret() {
    return clientSecret;
  }

  /** Returns the origin to which the secret may be sent. */
  public String allowedOrigin() {
    return Origins.of(allowedOrigin);
  }

  /** Returns whether the secret may be sent to this address. */
  public boolean isAllowedAt(URI address) {
    return Origins.same(allowedOrigin, address);
  }

  /**
   * Returns 12 hex digits that identify the secret without revealing it: 48 bits of PBKDF2, salted
   * with the client id, so that a short secret cannot be guessed from them. Takes tens of
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
