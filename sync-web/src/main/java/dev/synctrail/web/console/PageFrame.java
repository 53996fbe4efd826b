package dev.synctrail.web.console;

import dev.synctrail.web.access.CurrentUser;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The frame of every page: navigation, messages, and state of controls that need a right. */
@Named
@RequestScoped
public class PageFrame {
  private final HttpServletRequest request;
  private final CurrentUser currentUser;
  private final PageContext pageContext;

  @Inject
  PageFrame(HttpServletRequest request, CurrentUser currentUser, PageContext pageContext) {
    this.request = request;
    this.currentUser = currentUser;
    this.pageContext = pageContext;
  }

  /** Shows pending messages, unless the script only refreshes the page. */
  public void showMessages() {
    if (!pageContext.isRefresh() && request.getSession(false) != null) {
      PageContext.showMessages();
    }
  }

  /** Returns the navigation items that the user may open. */
  public List<NavItem> getNavItems() {
    return Stream.of(NavItem.values())
        .filter(navItem -> currentUser.mayOpen(navItem.getPath()))
        .toList();
  }

  /** Returns the text that names the missing right; null if the user has it. */
  public @Nullable String missingRight(String right) {
    return currentUser.may(right)
        ? null
        : PageContext.text("rightMissing", right, PageContext.text("right." + right));
  }

  /** Returns {@code disabled} if the user lacks the right, otherwise null. */
  public @Nullable String disabled(String right) {
    return currentUser.may(right) ? null : "disabled";
  }

  /**
   * Returns the {@code aria-current} of an item: {@code page} for the page itself, {@code true} if
   * the page is below it, otherwise {@code false}.
   */
  public String current(NavItem navItem) {
    String page = request.getServletPath();
    if (page.equals(navItem.getPath())) {
      return "page";
    }
    return navItem.contains(page) ? "true" : "false";
  }
}
