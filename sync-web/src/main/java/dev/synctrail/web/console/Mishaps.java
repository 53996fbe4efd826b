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

/**
 * Makes what goes wrong in a page the status that the API would answer; else a refusal in a Faces
 * action would look like a defect of ours.
 */
@WebFilter(
    urlPatterns = {"/console/*", "/sign-in.xhtml"},
    asyncSupported = true)
public class Mishaps extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
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
}
