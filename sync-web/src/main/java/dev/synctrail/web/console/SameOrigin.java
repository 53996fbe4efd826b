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
 * Takes forms from our own pages only. Pages keep no state on the server, so no token could be
 * compared; browsers say where a form comes from, and no page can make them lie.
 */
@WebFilter(
    urlPatterns = {"/console/*", "/sign-in.xhtml"},
    asyncSupported = true)
public class SameOrigin extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<String> HARMLESS = Set.of("GET", "HEAD");
  private static final Set<String> OURS = Set.of("same-origin", "none");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (HARMLESS.contains(request.getMethod()) || isOurs(request)) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private static boolean isOurs(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null
        ? isOurs(request.getHeader("Origin"), request.getHeader("Host"))
        : OURS.contains(site);
  }

  /** Browsers without TLS to another machine say the origin only. */
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
