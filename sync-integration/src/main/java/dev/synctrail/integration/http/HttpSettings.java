package dev.synctrail.integration.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of outgoing HTTP connections, the same for every platform.
 *
 * @param proxy the HTTP proxy, or null for none
 * @param authorities a PEM file of certificates trusted in addition to those of the JDK, or null
 * @param trustStore a PKCS12 or JKS store of such certificates, or null
 * @param clientCertificate a PKCS12 store with the certificate of this server, or null
 * @param connectTimeout longest time to establish a connection
 * @param answerTimeout longest time of a whole exchange, including the connection
 * @param connections largest number of open connections to one origin
 * @param redacted names of headers, in lower case, whose values are secret
 */
public record HttpSettings(
    @Nullable URI proxy,
    @Nullable Path authorities,
    @Nullable Path trustStore,
    @Nullable String trustStorePassword,
    @Nullable Path clientCertificate,
    @Nullable String clientCertificatePassword,
    Duration connectTimeout,
    Duration answerTimeout,
    int connections,
    Set<String> redacted) {
  private static final Set<String> ALWAYS_SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

  public HttpSettings {
    redacted = Set.copyOf(redacted);
  }

  /**
   * Reads {@code sync.http.*} and {@code sync.redact.headers}.
   *
   * @throws IllegalArgumentException naming the invalid key
   */
  public static HttpSettings from(ConfigValues config) {
    Set<String> redacted = new TreeSet<>(ALWAYS_SECRET);
    config.text("sync.redact.headers").stream()
        .flatMap(names -> Stream.of(names.split(",")))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .forEach(redacted::add);
    return new HttpSettings(
        config.address("sync.http.proxy").orElse(null),
        config.file("sync.http.authorities").orElse(null),
        config.file("sync.http.trust-store").orElse(null),
        config.text("sync.http.trust-store-password").orElse(null),
        config.file("sync.http.client-certificate").orElse(null),
        config.text("sync.http.client-certificate-password").orElse(null),
        config.duration("sync.http.connect-timeout", Duration.ofSeconds(5)),
        config.duration("sync.http.answer-timeout", Duration.ofSeconds(30)),
        config.number("sync.http.connections", 32, 1000),
        redacted);
  }

  /** Returns whether the value of this header is secret. */
  boolean isSecret(String header) {
    return redacted.contains(header.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return "HttpSettings"
        + Arrays.asList(proxy, authorities, trustStore, connectTimeout, answerTimeout, redacted);
  }
}
