package dev.synctrail.integration.http;

import dev.synctrail.gateway.CredentialState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the credentials of platforms from the configuration, the only place where they are kept:
 * {@code sync.platform.{id}.client-id}, {@code .client-secret} and {@code .allowed-origin}.
 */
@ApplicationScoped
public class Credentials {
  private final ConfigValues config;
  private final Map<Credential, String> fingerprints = new ConcurrentHashMap<>();

  @Inject
  public Credentials(ConfigValues config) {
    this.config = config;
  }

  /** Returns the configuration key of one part. */
  public static String key(PlatformId platform, String part) {
    return "sync.platform." + platform + "." + part;
  }

  /**
   * Returns the credential of a platform when id and secret are both configured.
   *
   * @param usualOrigin the allowed origin when {@code allowed-origin} is not configured
   */
  public Optional<Credential> of(PlatformId platform, URI usualOrigin) {
    return config
        .text(key(platform, "client-id"))
        .flatMap(
            id ->
                config
                    .text(key(platform, "client-secret"))
                    .map(
                        secret ->
                            new Credential(id, secret, allowedOrigin(platform, usualOrigin))));
  }

  /**
   * Returns the credential of a platform after checking that it may be sent there.
   *
   * @param tokenUrl address of the token endpoint
   * @throws Rejected when no credential is configured or an address is not allowed
   */
  public Credential require(Platform platform, URI usualOrigin, URI tokenUrl) {
    PlatformId id = platform.id();
    Credential credential =
        of(id, usualOrigin)
            .orElseThrow(
                () ->
                    rejected(
                        FailureClass.NO_CREDENTIALS,
                        "Platform "
                            + id
                            + " has no credentials: set "
                            + key(id, "client-id")
                            + " and "
                            + key(id, "client-secret")));
    if (!credential.isAllowedAt(platform.baseUrl()) || !credential.isAllowedAt(tokenUrl)) {
      throw rejected(
          FailureClass.ORIGIN_NOT_ALLOWED,
          "The credentials of platform "
              + id
              + " may only be sent to "
              + credential.allowedOrigin()
              + " ("
              + key(id, "allowed-origin")
              + ")");
    }
    return credential;
  }

  private static Rejected rejected(FailureClass why, String message) {
    return new Rejected(Failure.of(why, message));
  }

  /** Returns the state of the credentials of a platform without the secret. */
  public CredentialState state(Platform platform, URI usualOrigin) {
    boolean allowed = Origins.same(allowedOrigin(platform.id(), usualOrigin), platform.baseUrl());
    return of(platform.id(), usualOrigin)
        .map(
            credential ->
                new CredentialState(
                    true,
                    fingerprints.computeIfAbsent(credential, Credential::fingerprint),
                    allowed))
        .orElseGet(() -> new CredentialState(false, null, allowed));
  }

  private URI allowedOrigin(PlatformId platform, URI usual) {
    return config.address(key(platform, "allowed-origin")).orElse(usual);
  }
}
