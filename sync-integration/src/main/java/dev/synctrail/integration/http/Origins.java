package dev.synctrail.integration.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares origins (RFC 6454): scheme, host and port, with or without the default port. */
public final class Origins {
  private Origins() {}

  /** Returns an absolute http or https URI with a host and without user info, or null. */
  public static @Nullable URI parse(String value) {
    try {
      URI uri = new URI(value);
      String scheme = uri.getScheme();
      boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      return web && uri.getHost() != null && uri.getRawUserInfo() == null ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Returns the origin in its shortest form, such as {@code https://api.example.com}. */
  public static String of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    int port = uri.getPort();
    return scheme + "://" + host + (port < 0 || port == usual ? "" : ":" + port);
  }

  /** Returns whether two addresses have the same origin. */
  public static boolean same(URI one, URI other) {
    return of(one).equals(of(other));
  }
}
