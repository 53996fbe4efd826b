package dev.synctrail.web.console;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Dispute;
import dev.synctrail.conflict.Disputes;
import dev.synctrail.conflict.Merging;
import dev.synctrail.deployment.Repeating;
import dev.synctrail.deployment.Resolving;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Gate;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.tracking.ThreeWay;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One conflict: its three sides, and what a person makes of it. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class ConflictPage {
  private static final String SELF = "/console/conflict.xhtml?id=";

  private final Disputes disputes;
  private final Resolving resolving;
  private final Repeating repeating;
  private final Merging merging;
  private final ThreeWay threeWay;
  private final Gate gate;
  private final Once once;
  private final Visit visit;
  private @Nullable Dispute dispute;
  private String notPushed = "";
  private String notMerged = "";
  private @Nullable ThreeSides sides;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected ConflictPage() {
    this.disputes = null;
    this.resolving = null;
    this.repeating = null;
    this.merging = null;
    this.threeWay = null;
    this.gate = null;
    this.once = null;
    this.visit = null;
  }

  @Inject
  ConflictPage(
      Disputes disputes,
      Resolving resolving,
      Repeating repeating,
      Merging merging,
      ThreeWay threeWay,
      Gate gate,
      Once once,
      Visit visit) {
    this.disputes = disputes;
    this.resolving = resolving;
    this.repeating = repeating;
    this.merging = merging;
    this.threeWay = threeWay;
    this.gate = gate;
    this.once = once;
    this.visit = visit;
  }

  @PostConstruct
  void read() {
    Dispute found = HistoryPage.read(visit.parameter("id")).flatMap(disputes::of).orElse(null);
    if (found == null) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
      return;
    }
    dispute = found;
    if (found.isOpen()) {
      notPushed = repeating.refusal(found.latest()).orElse("");
      Merging.Merge merge = merging.merge(found);
      Merging.Obstacle obstacle = merge.obstacle();
      notMerged =
          obstacle == null
              ? ""
              : Visit.text("notMerged." + obstacle, String.join(", ", merge.places()));
    }
    sides = compare(found);
  }

  /** Returns the conflict; null when there is none. */
  public @Nullable Dispute getDispute() {
    return dispute;
  }

  /** Returns where they changed something, in one line. */
  public String getFields() {
    return dispute == null ? "" : String.join(", ", dispute.fields());
  }

  /** Returns why nothing can be pushed over theirs; empty when something can. */
  public String getNotPushed() {
    return notPushed;
  }

  /** Returns why it cannot be merged; empty when it can. */
  public String getNotMerged() {
    return notPushed.isEmpty() ? notMerged : notPushed;
  }

  /** Returns the three sides; null when there is no conflict. */
  public @Nullable ThreeSides getSides() {
    return sides;
  }

  private ThreeSides compare(Dispute found) {
    if (!gate.may(Right.PAYLOAD)) {
      return ThreeSides.refused(Visit.text("noPayloadRight"));
    }
    gate.require(Right.PAYLOAD);
    try {
      ThreeWay.Changes changes = threeWay.of(found);
      return ThreeSides.of(changes.theirs(), changes.ours());
    } catch (Problem | SnapshotCorrupt e) {
      return ThreeSides.refused(Visit.text("notComparable"));
    }
  }

  /** Returns what was filled in under a name. */
  public String asked(String name) {
    return Objects.requireNonNullElse(visit.parameter(name), "");
  }

  /** Returns the key of the form: the one it was sent with, or a new one. */
  public String getKey() {
    return Objects.requireNonNullElse(visit.parameter("key"), UUID.randomUUID().toString());
  }

  /** Decides it, once. */
  @Needs(Right.ACTION)
  public void resolve(String how) {
    SyncId sync = HistoryPage.read(visit.parameter("id")).orElse(null);
    if (sync == null) {
      visit.goTo("/console/conflicts.xhtml");
      return;
    }
    try {
      String reason = visit.neededReason();
      String form = "resolve " + sync + " " + how + " " + reason + " " + asked("key");
      Optional<String> page =
          once.start(visit.actor(), form, () -> decide(sync, OnConflict.of(how), reason));
      visit.done("conflictDecided");
      visit.goTo(page.orElse(SELF + sync));
    } catch (IllegalTransition e) {
      visit.refused(e.getMessage());
      visit.goTo(SELF + sync);
    } catch (IllegalArgumentException e) {
      visit.refused(e.getMessage());
    }
  }

  private String decide(SyncId sync, OnConflict how, String reason) {
    RunId run =
        resolving.resolve(sync, how, visit.cause(reason)).map(Dispute::resolvedBy).orElse(null);
    return run == null ? SELF + sync : "/console/deployment.xhtml?id=" + run;
  }
}
