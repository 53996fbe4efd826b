package dev.synctrail.web.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Adds a problem to error responses that the runtime sends without a body, before any exception
 * mapper is called.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class BareErrors extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    int status = response.getStatus();
    if (status >= 400
        && !response.isCommitted()
        && !request.isAsyncStarted()
        && response.getContentType() == null) {
      response.setContentType(Problem.MEDIA_TYPE);
      response.setCharacterEncoding("UTF-8");
      response
          .getWriter()
          .write(
              Problem.ofServer(status, "The request is malformed")
                  .toJson(request.getRequestURI())
                  .toString());
    }
  }
}
