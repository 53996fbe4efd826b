package dev.synctrail.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** Who is looking at a page. */
@Named
@RequestScoped
public class Visitor {
  private final HttpServletRequest request;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Visitor() {
    this.request = null;
  }

  @Inject
  Visitor(HttpServletRequest request) {
    this.request = request;
  }

  /** Returns the person's name; empty for nobody. */
  public String getName() {
    return SignedIn.in(request).map(SignedIn::name).orElse("");
  }
}
