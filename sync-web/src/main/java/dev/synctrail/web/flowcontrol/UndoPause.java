package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.Pause;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.Undo;
import dev.synctrail.web.console.UndoableAction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Ends a pause that the user has just started. */
@ApplicationScoped
public class UndoPause implements UndoableAction {
  private static final String NAME = "pause";

  private final FlowControlChanges changes;
  private final PageContext pageContext;

  @Inject
  UndoPause(FlowControlChanges changes, PageContext pageContext) {
    this.changes = changes;
    this.pageContext = pageContext;
  }

  static String of(Pause started) {
    return Undo.of(NAME, started.id());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  @Needs(Right.ADMINISTRATION)
  public void undo(String pause) {
    if (changes.endPause(UUID.fromString(pause))) {
      pageContext.done("pauseEnded");
    } else {
      pageContext.refused(PageContext.text("alreadyEnded"));
    }
  }
}
