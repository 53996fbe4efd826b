package dev.synctrail.web.deployment;

import dev.synctrail.gateway.PushFlag;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.console.PageContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** Says what a run does or did, such as "Roll back 3 types on production: broke the site". */
@Named
@ApplicationScoped
public class RunTitle {

  /** Returns the title of a run in the reader's language, with its reason. */
  public String of(Run run) {
    String what = PageContext.text("run." + kind(run), run.counts().total(), run.platform());
    String title = run.options().dryRun() ? PageContext.text("run.plan", what) : what;
    return run.reason() == null ? title : title + ": " + run.reason();
  }

  private static String kind(Run run) {
    boolean push = run.direction() == Direction.PUSH;
    if (run.rollbackOf() != null) {
      return "rollBack";
    }
    if (run.retryOf() != null) {
      return push ? "retryPush" : "retryPull";
    }
    if (run.options().is(PushFlag.RESTORE)) {
      return "restore";
    }
    return push ? "deploy" : "pull";
  }
}
