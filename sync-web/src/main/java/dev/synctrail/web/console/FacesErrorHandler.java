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
 * Makes what goes wrong in a page the status that the API would answer; else a refusal in a Faces
 * action would look like a defect of ours.
 */
@WebFilter(
    urlPatterns = {"/console/*", "/sign-in.xhtml"},
    asyncSupported = true)
public class FacesErrorHandler extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern NUL = Pattern.compile("%00");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (holdsNul(request)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      Optional<Problem> known = isStrange(e) ? Optional.of(strange()) : ProblemMapper.known(e);
      known.ifPresentOrElse(
          problem -> request.setAttribute(ErrorPage.PROBLEM, problem),
          () -> ErrorPage.log(request, e));
      response.sendError(
          known.map(Problem::status).orElse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR));
    }
  }

  /** PrimeFaces is there at run time only, so its exception is known by its name. */
  private static boolean isStrange(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at.getClass().getName().equals("org.primefaces.csp.CspException")) {
        return true;
      }
    }
    return false;
  }

  private static Problem strange() {
    return Problem.of(400, "MALFORMED_REQUEST", "The form lacks the nonce of its page");
  }

  /** What an address holds is looked for in the database, which has no text with U+0000. */
  private static boolean holdsNul(HttpServletRequest request) {
    String query = request.getQueryString();
    return query != null && NUL.matcher(query).find();
  }
}
