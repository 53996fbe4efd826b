package dev.synctrail.web.access;

import dev.synctrail.startup.ServerStarting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The public address of this application, including its context path ({@code
 * sync.http.public-url}).
 *
 * <p>If it is configured, requests with another {@code Host} are rejected, so that a forged host
 * cannot get into {@code Location}, a link or a redirect URI.
 */
@ApplicationScoped
public class PublicUrl {
  private final @Nullable URI url;

  @Inject
  PublicUrl(@ConfigProperty(name = "sync.http.public-url") Optional<URI> url) {
    url.ifPresent(
        given -> {
          if (given.getHost() == null
              || given.getRawQuery() != null
              || given.getRawFragment() != null
              || !("https".equals(given.getScheme()) || "http".equals(given.getScheme()))) {
            throw new IllegalArgumentException(
                "sync.http.public-url is not an absolute http or https URL: " + given);
          }
        });
    this.url = url.orElse(null);
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  /** Tells whether a request with this {@code Host} is meant for this server. */
  boolean isReachedBy(@Nullable String host) {
    return url == null || (host != null && authority(host, url).equals(authority(url)));
  }

  /** Returns the configured address without a trailing slash. */
  public Optional<String> base() {
    return Optional.ofNullable(url).map(known -> known.toString().replaceFirst("/+$", ""));
  }

  private static String authority(URI url) {
    return authority(url.getRawAuthority(), url);
  }

  private static String authority(String host, URI url) {
    String standard = "https".equals(url.getScheme()) ? ":443" : ":80";
    String lower = host.trim().toLowerCase(Locale.ROOT);
    return lower.endsWith(standard)
        ? lower.substring(0, lower.length() - standard.length())
        : lower;
  }
}
