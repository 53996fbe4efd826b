package dev.synctrail.web.console;

import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.ProblemMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Maps exceptions of pages to the status that the API would return. Without it, an error of the
 * client in a Faces action would look like an internal error.
 */
@WebFilter(
    urlPatterns = {"/console/*", "/sign-in.xhtml", "/invitation.xhtml"},
    asyncSupported = true)
public class FacesErrorHandler extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern NUL = Pattern.compile("%00");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (containsNul(request)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      Optional<Problem> known = ProblemMapper.known(e);
      known.ifPresentOrElse(
          problem -> request.setAttribute(ErrorPage.PROBLEM, problem),
          () -> ErrorPage.log(request, e));
      response.sendError(
          known.map(Problem::status).orElse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR));
    }
  }

  /** Query parameters become query values of the database, which cannot hold U+0000. */
  private static boolean containsNul(HttpServletRequest request) {
    String query = request.getQueryString();
    return query != null && NUL.matcher(query).find();
  }
}
