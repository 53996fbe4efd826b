package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** The user of a page and the rights that decide what the page shows. */
@Named
@RequestScoped
public class CurrentUser {
  private final HttpServletRequest request;

  @Inject
  CurrentUser(HttpServletRequest request) {
    this.request = request;
  }

  /** Returns the user's name; empty if nobody is signed in. */
  public String getName() {
    return Authorization.caller(request).map(Caller::name).orElse("");
  }

  /** Tells whether to show elements that need a right, such as {@code "ACTION"}. */
  public boolean may(String right) {
    return Authorization.caller(request)
        .filter(caller -> caller.may(Right.valueOf(right)))
        .isPresent();
  }

  /** Tells whether the user may open a page, given by its path below the context path. */
  public boolean mayOpen(String path) {
    Right right = PageRights.RIGHTS.get(path);
    return right != null && may(right.name());
  }
}
