package dev.synctrail.web.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Rejects an {@code Accept} header that has a parameter without a value; Faces would fail with 500.
 */
@WebFilter(urlPatterns = "*.xhtml", asyncSupported = true)
public class ReadableAccept extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern NO_VALUE = Pattern.compile(";[^=;,]*(?:[;,]|$)|=\\s*(?:[;,]|$)");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String accept = request.getHeader("Accept");
    if (accept != null && NO_VALUE.matcher(accept).find()) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      chain.doFilter(request, response);
    }
  }
}
