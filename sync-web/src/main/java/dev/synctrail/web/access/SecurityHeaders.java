package dev.synctrail.web.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Adds headers that make browsers distrust foreign content. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityHeaders extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String SAME_ORIGIN_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";
  private static final String DENY_ALL_POLICY = "default-src 'none'; frame-ancestors 'none'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    add(request, response);
    chain.doFilter(request, response);
  }

  /** Adds the headers to an answer that is given before any filter runs. */
  static void add(HttpServletRequest request, HttpServletResponse response) {
    String path = request.getServletPath();
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader(
        "Referrer-Policy",
        path.equals(PathAuthentication.INVITATION) ? "no-referrer" : "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (request.isSecure()) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    boolean api = path.startsWith("/api/");
    response.setHeader("Content-Security-Policy", api ? DENY_ALL_POLICY : SAME_ORIGIN_POLICY);
    if (api || (path.endsWith(".xhtml") && !path.startsWith("/jakarta.faces.resource/"))) {
      response.setHeader("Cache-Control", "no-store");
    }
  }
}
