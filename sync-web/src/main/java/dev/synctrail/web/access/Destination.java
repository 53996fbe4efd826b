package dev.synctrail.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a person wanted to be when there was no session any more; only a page of the console is
 * ever led to, whatever an address says.
 */
final class Destination {
  /** The parameter of the sign-in page. */
  static final String PARAMETER = "to";

  private static final String PAGE = ".xhtml";

  private Destination() {}

  /** Returns the page of the console, with its query, or the start. */
  static String of(@Nullable String wanted) {
    return wanted != null && isPage(wanted) ? wanted : PathAuthentication.START;
  }

  private static boolean isPage(String wanted) {
    int query = wanted.indexOf('?');
    String path = query < 0 ? wanted : wanted.substring(0, query);
    return path.endsWith(PAGE)
        && PageRights.RIGHTS.containsKey(path)
        && wanted.chars().noneMatch(c -> c < ' ' || c > '~');
  }

  /**
   * Returns the sign-in page that leads on to what was asked for. What was sent is lost; the page
   * it was sent from is not.
   */
  static String signIn(HttpServletRequest request) {
    String signIn = request.getContextPath() + PathAuthentication.SIGN_IN;
    boolean sent = !request.getMethod().equals("GET");
    String wanted = of(sent ? referer(request) : here(request));
    if (wanted.equals(PathAuthentication.START)) {
      return signIn;
    }
    return signIn
        + "?"
        + PARAMETER
        + "="
        + URLEncoder.encode(wanted, StandardCharsets.UTF_8)
        + (sent ? "&lost=true" : "");
  }

  private static String here(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getServletPath() + (query == null ? "" : "?" + query);
  }

  private static @Nullable String referer(HttpServletRequest request) {
    String referer = request.getHeader("Referer");
    try {
      URI from = referer == null ? null : new URI(referer);
      if (from == null || !String.valueOf(from.getAuthority()).equals(request.getHeader("Host"))) {
        return null;
      }
      String path = String.valueOf(from.getRawPath());
      String query = from.getRawQuery() == null ? "" : "?" + from.getRawQuery();
      return path.startsWith(request.getContextPath())
          ? path.substring(request.getContextPath().length()) + query
          : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
