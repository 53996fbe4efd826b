package dev.synctrail.web.console;

import dev.synctrail.web.access.CurrentUser;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What surrounds every page: where one can go, and where one is. */
@Named
@RequestScoped
public class PageFrame {
  private final HttpServletRequest request;
  private final CurrentUser currentUser;
  private final PageContext pageContext;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected PageFrame() {
    this.request = null;
    this.currentUser = null;
    this.pageContext = null;
  }

  @Inject
  PageFrame(HttpServletRequest request, CurrentUser currentUser, PageContext pageContext) {
    this.request = request;
    this.currentUser = currentUser;
    this.pageContext = pageContext;
  }

  /**
   * Returns what a form brings along that may be shown again with what is wrong in it; PrimeFaces
   * lets only scripts with the same in the answer run, and would make it by a script of its own.
   */
  public String getNonce() {
    byte[] nonce = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(nonce);
  }

  /** Tells what was said on the way here; a page that only reads itself anew is told nothing. */
  public void tell() {
    if (!pageContext.isRefresh() && request.getSession(false) != null) {
      PageContext.tell();
    }
  }

  /** Returns where the person may go. */
  public List<NavItem> getPlaces() {
    return Stream.of(NavItem.values())
        .filter(navItem -> currentUser.mayOpen(navItem.getPath()))
        .toList();
  }

  /** Returns why something cannot be done that needs a right; null when it can. */
  public @Nullable String without(String right) {
    return currentUser.may(right) ? null : PageContext.text("rightMissing", right);
  }

  /** Returns {@code disabled} for what needs a right that the person lacks, else null. */
  public @Nullable String disabled(String right) {
    return currentUser.may(right) ? null : "disabled";
  }

  /** Returns {@code page} or {@code true} where one is, or below which, and {@code false} else. */
  public String current(NavItem navItem) {
    String page = request.getServletPath();
    if (page.equals(navItem.getPath())) {
      return "page";
    }
    return navItem.holds(page) ? "true" : "false";
  }
}
