package dev.synctrail.web.console;

import dev.synctrail.web.access.CurrentUser;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseId;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The frame of every page: navigation, messages, and state of controls that need a right. */
@Named
@RequestScoped
public class PageFrame {
  private final HttpServletRequest request;
  private final CurrentUser currentUser;
  private final PageContext pageContext;
  private List<Toast> toasts = List.of();

  @Inject
  PageFrame(HttpServletRequest request, CurrentUser currentUser, PageContext pageContext) {
    this.request = request;
    this.currentUser = currentUser;
    this.pageContext = pageContext;
  }

  /** Shows pending messages, unless the script only refreshes the page. */
  public void showMessages() {
    if (!pageContext.isRefresh() && request.getSession(false) != null) {
      toasts = PageContext.takeToasts();
    }
  }

  /** Returns the messages about what the user has just done. */
  public List<Toast> getToasts() {
    return toasts;
  }

  /**
   * Returns what the user may undo, for {@link Undo}; null if nothing. Only the page that reads the
   * submitted form takes it from a parameter, so that no link offers it.
   */
  public @Nullable String getUndo() {
    return toasts.stream()
        .map(Toast::undo)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> isRendered() ? null : pageContext.parameter(Undo.PARAMETER));
  }

  /** Returns a new key, which identifies one submission of a form. */
  public String getFormKey() {
    return UUID.randomUUID().toString();
  }

  /** Returns the address of this page, relative to the context path. */
  public String getAddress() {
    String query = request.getQueryString();
    return request.getServletPath() + (query == null ? "" : "?" + query);
  }

  /** Returns the navigation items that the user may open, under their headings. */
  public List<NavGroup> getNavGroups() {
    return Arrays.stream(NavItem.Group.values())
        .map(
            group ->
                new NavGroup(
                    "navGroup." + group,
                    Stream.of(NavItem.values())
                        .filter(item -> item.group() == group)
                        .filter(item -> currentUser.mayOpen(item.getPath()))
                        .toList()))
        .filter(group -> !group.items().isEmpty())
        .toList();
  }

  /**
   * Items of the navigation under one heading.
   *
   * @param label key of its text
   */
  public record NavGroup(String label, List<NavItem> items) {}

  /** Returns the text that names the missing right; null if the user has it. */
  public @Nullable String missingRight(String right) {
    return currentUser.may(right)
        ? null
        : PageContext.text("rightMissing", right, PageContext.text("right." + right));
  }

  /**
   * Tells whether a page has a form that needs a right. The page that reads a submitted form has it
   * for everyone, so that a submit without the right is refused and recorded; Faces would just
   * ignore it.
   */
  public boolean offers(String right) {
    return currentUser.may(right) || !isRendered();
  }

  private static boolean isRendered() {
    return FacesContext.getCurrentInstance().getCurrentPhaseId() == PhaseId.RENDER_RESPONSE;
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
