package dev.synctrail.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a page shows a comparison: the parameters {@code view} and {@code context} of its address,
 * and the addresses of the other views.
 */
@Named
@RequestScoped
public class DiffOptions {
  private static final String VIEW = "view";
  private static final String CONTEXT = "context";

  /** Unchanged lines around a change; the last one stands for all of them. */
  private static final List<Integer> CONTEXTS = List.of(3, 25, 2_000);

  private final HttpServletRequest request;

  @Inject
  DiffOptions(HttpServletRequest request) {
    this.request = request;
  }

  /** A way to show a comparison. */
  public enum View {
    /** A table of the changes by JSON path. */
    PATHS,
    /** The two texts side by side. */
    SPLIT,
    /** The lines of both texts in one column. */
    UNIFIED;

    /** Returns the value of the parameter. */
    public String parameter() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns all views. */
  public List<View> getViews() {
    return List.of(View.values());
  }

  /** Returns the view of the address; by default by JSON path. */
  public View getView() {
    String name = request.getParameter(VIEW);
    return Arrays.stream(View.values())
        .filter(view -> view.parameter().equals(name))
        .findAny()
        .orElse(View.PATHS);
  }

  /** Returns the number of unchanged lines to show around each change. */
  int context() {
    String context = request.getParameter(CONTEXT);
    return CONTEXTS.stream()
        .filter(one -> String.valueOf(one).equals(context))
        .findAny()
        .orElse(CONTEXTS.get(0));
  }

  /** Returns the query string of the same page with another view. */
  public String to(View view) {
    return with(VIEW, view.parameter());
  }

  /** Returns the query string of the same page with another value of a parameter. */
  public String with(String name, String value) {
    return address().with(name, value).query();
  }

  /**
   * Returns the query string of the same page with more unchanged lines; empty if all are shown.
   */
  public String getMore() {
    int next = CONTEXTS.indexOf(context()) + 1;
    return next == CONTEXTS.size() ? "" : with(CONTEXT, String.valueOf(CONTEXTS.get(next)));
  }

  private PageAddress address() {
    return PageAddress.of(request, request.getParameterMap().keySet());
  }
}
