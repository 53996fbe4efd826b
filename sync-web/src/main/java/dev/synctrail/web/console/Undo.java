package dev.synctrail.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.regex.Pattern;

/** The button in a message that undoes what the user has just done. */
@Named
@RequestScoped
public class Undo {
  static final String PARAMETER = "undo";
  private static final Pattern PAGE = Pattern.compile("/console/[a-z-]+\\.xhtml(\\?[^\\r\\n]*)?");
  private static final String START = "/console/overview.xhtml";

  private final Instance<UndoableAction> actions;
  private final PageContext pageContext;

  @Inject
  Undo(@Any Instance<UndoableAction> actions, PageContext pageContext) {
    this.actions = actions;
    this.pageContext = pageContext;
  }

  /** Returns what the form of the button contains. */
  public static String of(String action, Object subject) {
    return action + ":" + subject;
  }

  /** Undoes the action that the form names, and returns to the page of the form. */
  public void carryOut() {
    String undo = String.valueOf(pageContext.parameter(PARAMETER));
    int colon = undo.indexOf(':');
    Optional<UndoableAction> action =
        actions.stream()
            .filter(one -> colon > 0 && one.name().equals(undo.substring(0, colon)))
            .findFirst();
    try {
      action.orElseThrow(IllegalArgumentException::new).undo(undo.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      pageContext.refused(PageContext.text("undoImpossible"));
    }
    String back = String.valueOf(pageContext.parameter("back"));
    pageContext.goTo(PAGE.matcher(back).matches() ? back : START);
  }
}
