package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.history.SavedView;
import dev.synctrail.history.SavedViews;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.Undo;
import dev.synctrail.web.console.UndoableAction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Stores a view again that the user has just deleted. */
@ApplicationScoped
public class UndoViewRemoval implements UndoableAction {
  private static final String NAME = "view";
  private static final String SEPARATOR = "\n";

  private final SavedViews views;
  private final PageContext pageContext;

  @Inject
  UndoViewRemoval(SavedViews views, PageContext pageContext) {
    this.views = views;
    this.pageContext = pageContext;
  }

  /** Returns the name and the query of a view, because nothing else knows them afterwards. */
  static String of(SavedView view) {
    return Undo.of(NAME, view.name() + SEPARATOR + view.query());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  @Needs(Right.METADATA)
  public void undo(String view) {
    int end = view.indexOf(SEPARATOR);
    if (end < 0) {
      throw new IllegalArgumentException("The view has no query");
    }
    String name = view.substring(0, end);
    views.save(new SavedView(pageContext.actor(), name, view.substring(end + 1)));
    pageContext.done("viewSaved", name);
  }
}
