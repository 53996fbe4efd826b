package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** Who is looking at a page, and what it is worth showing them. */
@Named
@RequestScoped
public class CurrentUser {
  private final HttpServletRequest request;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected CurrentUser() {
    this.request = null;
  }

  @Inject
  CurrentUser(HttpServletRequest request) {
    this.request = request;
  }

  /** Returns the person's name; empty for nobody. */
  public String getName() {
    return Authorization.caller(request).map(Caller::name).orElse("");
  }

  /** Tells whether what needs the right, such as {@code "ACTION"}, is worth showing. */
  public boolean may(String right) {
    return Authorization.caller(request)
        .filter(caller -> caller.may(Right.valueOf(right)))
        .isPresent();
  }

  /** Tells whether a page, by its path below the context path, is worth a link. */
  public boolean mayOpen(String path) {
    Right right = PageRights.RIGHTS.get(path);
    return right != null && may(right.name());
  }
}
