package dev.synctrail.web.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts forms only from the console's own pages (protection against CSRF). Pages keep no state on
 * the server, so there is no token to compare. Browsers set {@code Sec-Fetch-Site} and {@code
 * Origin} themselves, and no page can forge them.
 */
@WebFilter(
    urlPatterns = {"/console/*", "/sign-in.xhtml", "/invitation.xhtml"},
    asyncSupported = true)
public class SameOrigin extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (SAFE_METHODS.contains(request.getMethod()) || isOurs(request)) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private static boolean isOurs(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null
        ? isOurs(request.getHeader("Origin"), request.getHeader("Host"))
        : OWN_SITES.contains(site);
  }

  /** Without TLS, browsers send only {@code Origin} to a remote host. */
  static boolean isOurs(@Nullable String origin, @Nullable String host) {
    if (origin == null || host == null) {
      return false;
    }
    try {
      return host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
