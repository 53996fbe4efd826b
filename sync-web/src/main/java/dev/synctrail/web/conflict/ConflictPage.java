package dev.synctrail.web.conflict;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.conflict.Merging;
import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.deployment.Resolving;
import dev.synctrail.deployment.Retrying;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.DiffOptions;
import dev.synctrail.web.console.DiffView;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.SubmitOnce;
import dev.synctrail.web.rest.Problem;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows one conflict with its three sides, and resolves it. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class ConflictPage {
  private static final String SELF = "/console/conflict.xhtml?id=";

  private final Conflicts conflicts;
  private final Resolving resolving;
  private final Retrying retrying;
  private final Merging merging;
  private final ConflictSides conflictSides;
  private final Authorization authorization;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;
  private final DiffOptions diffOptions;
  private @Nullable Conflict conflict;
  private String notPushed = "";
  private String notMerged = "";
  private @Nullable ConflictDiff sides;
  private @Nullable DiffView lines;

  @Inject
  ConflictPage(
      Conflicts conflicts,
      Resolving resolving,
      Retrying retrying,
      Merging merging,
      ConflictSides conflictSides,
      Authorization authorization,
      SubmitOnce submitOnce,
      PageContext pageContext,
      DiffOptions diffOptions) {
    this.conflicts = conflicts;
    this.resolving = resolving;
    this.retrying = retrying;
    this.merging = merging;
    this.conflictSides = conflictSides;
    this.authorization = authorization;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
    this.diffOptions = diffOptions;
  }

  @PostConstruct
  void read() {
    Conflict found = SyncId.parse(pageContext.parameter("id")).flatMap(conflicts::of).orElse(null);
    if (found == null) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
      return;
    }
    conflict = found;
    if (found.isOpen()) {
      notPushed = retrying.refusal(found.latest()).orElse("");
      Merging.Merge merge = merging.merge(found);
      Merging.Obstacle obstacle = merge.obstacle();
      notMerged =
          obstacle == null
              ? ""
              : PageContext.text("notMerged." + obstacle, String.join(", ", merge.places()));
    }
    sides = compare(found);
    lines = diffOptions.getView() == DiffOptions.View.PATHS ? null : compareLines(found);
  }

  /** Returns the conflict; null if it does not exist. */
  public @Nullable Conflict getConflict() {
    return conflict;
  }

  /** Returns the fields that others changed, in one line. */
  public String getFields() {
    return conflict == null ? "" : String.join(", ", conflict.fields());
  }

  /** Returns why their change cannot be overwritten; empty if it can. */
  public String getNotPushed() {
    return notPushed;
  }

  /** Returns why the sides cannot be merged; empty if they can. */
  public String getNotMerged() {
    return notPushed.isEmpty() ? notMerged : notPushed;
  }

  /** Returns the three sides; null if there is no conflict. */
  public @Nullable ConflictDiff getSides() {
    return sides;
  }

  private ConflictDiff compare(Conflict found) {
    if (!authorization.may(Right.PAYLOAD)) {
      return ConflictDiff.refused(PageContext.text("noPayloadRight"));
    }
    authorization.require(Right.PAYLOAD);
    try {
      ConflictSides.Changes changes = conflictSides.of(found);
      return ConflictDiff.of(changes.theirs(), changes.ours());
    } catch (Problem | SnapshotCorrupt e) {
      return ConflictDiff.refused(PageContext.text("notComparable"));
    }
  }

  /** Two sides that are compared line by line. */
  public enum Pair {
    /** What overwriting would change. */
    THEIRS_TO_WANTED,
    /** What others changed. */
    BASE_TO_THEIRS,
    /** What the new version changes. */
    BASE_TO_WANTED
  }

  /** Returns the pairs of sides. */
  public List<Pair> getPairs() {
    return List.of(Pair.values());
  }

  /** Returns the pair that is shown. */
  public Pair getPair() {
    String name = pageContext.parameter("pair");
    return getPairs().stream()
        .filter(pair -> pair.name().equals(name))
        .findAny()
        .orElse(Pair.THEIRS_TO_WANTED);
  }

  /** Returns the two sides line by line; null if the sides are compared by JSON path. */
  public @Nullable DiffView getLines() {
    return lines;
  }

  private @Nullable DiffView compareLines(Conflict found) {
    if (!authorization.may(Right.PAYLOAD)) {
      return null;
    }
    Pair pair = getPair();
    try {
      return DiffView.of(
          conflictSides.json(pair == Pair.THEIRS_TO_WANTED ? found.theirs() : found.base()),
          conflictSides.json(pair == Pair.BASE_TO_THEIRS ? found.theirs() : found.wanted()),
          ContentHash.VOLATILE,
          diffOptions);
    } catch (Problem | SnapshotCorrupt e) {
      return null;
    }
  }

  /** Returns the submitted value of a field. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns the idempotency key of the form: the submitted one, or a new one. */
  public String getKey() {
    return Objects.requireNonNullElse(pageContext.parameter("key"), UUID.randomUUID().toString());
  }

  /** Resolves the conflict, once. */
  @Needs(Right.ACTION)
  public void resolve(String option) {
    SyncId sync = SyncId.parse(pageContext.parameter("id")).orElse(null);
    if (sync == null) {
      pageContext.goTo("/console/conflicts.xhtml");
      return;
    }
    try {
      String reason = pageContext.requiredReason();
      String form = "resolve " + sync + " " + option + " " + reason + " " + fieldValue("key");
      Optional<String> page =
          submitOnce.start(
              pageContext.actor(), form, () -> resolution(sync, OnConflict.of(option), reason));
      pageContext.done("conflictResolved");
      pageContext.goTo(page.orElse(SELF + sync));
    } catch (IllegalTransition e) {
      pageContext.refused(e.getMessage());
      pageContext.goTo(SELF + sync);
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  private String resolution(SyncId sync, OnConflict option, String reason) {
    RunId run =
        resolving
            .resolve(sync, option, pageContext.cause(reason))
            .map(Conflict::resolvedBy)
            .orElse(null);
    return run == null ? SELF + sync : "/console/deployment.xhtml?id=" + run;
  }
}
