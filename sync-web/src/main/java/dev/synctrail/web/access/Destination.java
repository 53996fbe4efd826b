package dev.synctrail.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The page to open after sign-in. Only pages of the console are accepted, so that a link cannot
 * redirect elsewhere.
 */
final class Destination {
  /** The parameter of the sign-in page. */
  static final String PARAMETER = "to";

  private static final String PAGE = ".xhtml";

  private Destination() {}

  /** Returns the page of the console with its query, or the start page if the target is not one. */
  static String of(@Nullable String target) {
    return target != null && isPage(target) ? target : PathAuthentication.START;
  }

  private static boolean isPage(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return path.endsWith(PAGE)
        && PageRights.RIGHTS.containsKey(path)
        && target.chars().noneMatch(c -> c < ' ' || c > '~');
  }

  /**
   * Returns the sign-in page that leads to the requested page. After a POST, it leads to the page
   * with the form, where the script of the page restores the input.
   */
  static String signIn(HttpServletRequest request) {
    String signIn = request.getContextPath() + PathAuthentication.SIGN_IN;
    boolean sent = !request.getMethod().equals("GET");
    String target = of(sent ? referer(request) : current(request));
    if (target.equals(PathAuthentication.START)) {
      return signIn;
    }
    return signIn
        + "?"
        + PARAMETER
        + "="
        + URLEncoder.encode(target, StandardCharsets.UTF_8)
        + (sent ? "&lost=true" : "");
  }

  private static String current(HttpServletRequest request) {
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
