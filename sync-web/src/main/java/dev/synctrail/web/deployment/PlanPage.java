package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.DeploymentOrder.Selection;
import dev.synctrail.deployment.InvalidPlan;
import dev.synctrail.deployment.Previewing;
import dev.synctrail.deployment.Previewing.Outcome;
import dev.synctrail.deployment.Previewing.Planned;
import dev.synctrail.deployment.RollingBack;
import dev.synctrail.deployment.UnknownTypes;
import dev.synctrail.deployment.UnknownVersion;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.history.InvalidCursor;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageRequest;
import dev.synctrail.history.RunHistory;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.SubmitOnce;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows the plan of a deployment, a rollback or a restore, and carries it out. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class PlanPage {
  private final RunHistory history;
  private final SyncHistory syncs;
  private final Versions versions;
  private final Previewing previewing;
  private final Deploying deploying;
  private final RollingBack rollingBack;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;
  private @Nullable Run run;
  private @Nullable Page<Planned> page;
  private @Nullable PlanCounts cachedCounts;

  @Inject
  PlanPage(
      RunHistory history,
      SyncHistory syncs,
      Versions versions,
      Previewing previewing,
      Deploying deploying,
      RollingBack rollingBack,
      SubmitOnce submitOnce,
      PageContext pageContext) {
    this.history = history;
    this.syncs = syncs;
    this.versions = versions;
    this.previewing = previewing;
    this.deploying = deploying;
    this.rollingBack = rollingBack;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    run =
        SyncId.parse(pageContext.parameter("id"))
            .map(SyncId::value)
            .map(RunId::new)
            .flatMap(history::find)
            .filter(found -> found.direction() == Direction.PUSH && found.options().dryRun())
            .orElse(null);
    if (run != null) {
      try {
        page = page(run, pageContext.parameter("plan"));
      } catch (InvalidCursor e) {
        page = page(run, null);
      }
    }
  }

  private Page<Planned> page(Run of, @Nullable String cursor) {
    return previewing.page(Previewing.query(of.id(), PageRequest.MAX_LIMIT, cursor, false));
  }

  /** Tells whether the run is a plan. */
  public boolean isShown() {
    return run != null;
  }

  /** Tells whether the plan is complete. */
  public boolean isReady() {
    return run != null && run.status().isFinal();
  }

  /** Returns the pushes on this page of the plan, in the order of the deployment. */
  public List<Planned> getRows() {
    return page == null ? List.of() : page.data();
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return link(page == null ? null : page.nextCursor());
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return link(page == null ? null : page.prevCursor());
  }

  private String link(@Nullable String cursor) {
    return cursor == null
        ? ""
        : "?" + pageContext.address(List.of("id")).with("plan", cursor).query();
  }

  /** Returns the JSON pointers that a push would change, in one line. */
  public String changes(Planned planned) {
    return String.join(", ", planned.changes());
  }

  /** Returns the number of pushes of the whole plan with an outcome. */
  public long count(Outcome outcome) {
    return counts().of(outcome);
  }

  /** Returns the outcomes that occur in the whole plan. */
  public Set<Outcome> getOutcomes() {
    return counts().outcomes().keySet();
  }

  /** Returns the number of pushes of the whole plan that may lose data. */
  public long getLosing() {
    return counts().losing();
  }

  private PlanCounts counts() {
    PlanCounts counts = cachedCounts;
    if (counts == null) {
      counts = PlanCounts.of(isWhole() ? getRows().stream() : whole());
      cachedCounts = counts;
    }
    return counts;
  }

  private boolean isWhole() {
    return page == null || (page.nextCursor() == null && page.prevCursor() == null);
  }

  /**
   * Returns no rows for an incomplete plan, so that each refresh of the page does not read all of
   * it.
   */
  private Stream<Planned> whole() {
    Run plan = run;
    return plan == null || !plan.status().isFinal()
        ? Stream.empty()
        : pages(cursor -> page(plan, cursor));
  }

  private static <T> Stream<T> pages(Function<@Nullable String, Page<T>> read) {
    return Stream.iterate(
            read.apply(null),
            Objects::nonNull,
            page -> page.nextCursor() == null ? null : read.apply(page.nextCursor()))
        .flatMap(page -> page.data().stream());
  }

  /**
   * Returns the label of the button that carries out the plan. It names the data that would be
   * lost.
   */
  public String getActionLabel() {
    PlanCounts counts = counts();
    String lost =
        Stream.of(
                consequence("deletesTypes", counts.of(Outcome.DELETE)),
                consequence("deletesProperties", counts.removedProperties()),
                consequence("losesData", counts.otherLosses()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    String kind = kind().name();
    return lost.isEmpty()
        ? PageContext.text("carryOut." + kind)
        : PageContext.text("carryOutAnd." + kind, lost);
  }

  private static String consequence(String key, long count) {
    return count == 0 ? "" : PageContext.text(key, count);
  }

  /** Tells whether data would be lost, which needs consent. */
  public boolean isConsentNeeded() {
    return counts().needsConsent();
  }

  /** Tells whether consent was given. */
  public boolean isConsented() {
    return !fieldValue("ignoreDataLoss").isEmpty();
  }

  /** Returns the reasons why the plan cannot be carried out; empty if it can. */
  public List<String> getObstacles() {
    Run plan = run;
    if (plan == null) {
      return List.of();
    }
    if (!isReady()) {
      return List.of(PageContext.text("planNotReady"));
    }
    List<String> obstacles = new ArrayList<>();
    long refused = count(Outcome.REFUSED);
    long conflicts = count(Outcome.CONFLICT);
    if (refused > 0) {
      obstacles.add(PageContext.text("planRefused", refused));
    }
    if (conflicts > 0) {
      obstacles.add(PageContext.text("planConflicts", conflicts));
    }
    if (counts().outcomes().isEmpty()) {
      obstacles.add(PageContext.text("planEmpty"));
    }
    return obstacles;
  }

  /** Returns the conflict option that the plan was made with. */
  public String getPlannedOnConflict() {
    return run == null ? "" : run.options().onConflict().toString();
  }

  /** Tells whether a reason is required. */
  public boolean isReasonNeeded() {
    return kind() != Kind.DEPLOYMENT;
  }

  private enum Kind {
    DEPLOYMENT,
    ROLLBACK,
    RESTORE
  }

  private Kind kind() {
    Run plan = run;
    if (plan == null || !plan.options().is(PushFlag.EXACTLY)) {
      return Kind.DEPLOYMENT;
    }
    return plan.options().is(PushFlag.RESTORE) ? Kind.RESTORE : Kind.ROLLBACK;
  }

  /** Returns the version to restore, if the plan has exactly one push. */
  private Optional<VersionId> singleVersion() {
    return isWhole() && getRows().size() == 1
        ? Optional.ofNullable(getRows().get(0).sync().version().versionId()).map(VersionId::new)
        : Optional.empty();
  }

  /** Returns the submitted value of a field, or the one that the plan was made with. */
  public String fieldValue(String name) {
    String sent = pageContext.parameter(name);
    Run plan = run;
    if (sent != null || plan == null || pageContext.parameter("key") != null) {
      return Objects.requireNonNullElse(sent, "");
    }
    return switch (name) {
      case "reason" -> Objects.requireNonNullElse(plan.reason(), "");
      case "onConflict" -> plan.options().onConflict().toString();
      case "ignoreDataLoss" -> plan.options().ignoreDataLossWarnings() ? "true" : "";
      default -> "";
    };
  }

  /** Returns the idempotency key of the form: the submitted one, or a new one. */
  public String getKey() {
    return Objects.requireNonNullElse(pageContext.parameter("key"), UUID.randomUUID().toString());
  }

  /** Carries out the plan, once. */
  @Needs(Right.ACTION)
  public void carryOut() {
    Run plan = run;
    if (plan == null) {
      pageContext.goTo("/console/deployments.xhtml");
      return;
    }
    List<String> obstacles = getObstacles();
    if (!obstacles.isEmpty()) {
      obstacles.forEach(pageContext::refused);
      return;
    }
    if (isConsentNeeded() && !isConsented()) {
      pageContext.refused(PageContext.text("planNeedsConsent"));
      return;
    }
    if (!fieldValue("onConflict").isEmpty()
        && !fieldValue("onConflict").equals(getPlannedOnConflict())) {
      pageContext.refused(PageContext.text("planOptionsChanged"));
      return;
    }
    start(plan, false);
  }

  /** Makes the plan again with the options of the form, once. */
  @Needs(Right.ACTION)
  public void planAgain() {
    Run plan = run;
    if (plan == null) {
      pageContext.goTo("/console/deployments.xhtml");
      return;
    }
    start(plan, true);
  }

  private void start(Run plan, boolean dryRun) {
    try {
      String reason = isReasonNeeded() ? pageContext.requiredReason() : pageContext.reason();
      String form =
          String.join(
              "\n",
              (dryRun ? "plan again " : "plan ") + plan.id(),
              reason,
              fieldValue("onConflict"),
              fieldValue("ignoreDataLoss"),
              getKey());
      pageContext.goTo(
          submitOnce
              .start(pageContext.actor(), form, () -> begin(plan, reason, dryRun))
              .orElse(RunPage.pageOf(plan)));
    } catch (UnknownTypes e) {
      pageContext.refused(PageContext.text("unknownTypes", RunsPage.listed(e.typeKeys())));
    } catch (UnknownPlatform e) {
      pageContext.refused(PageContext.text("unknownPlatform", e.id()));
    } catch (UnknownVersion e) {
      pageContext.refused(PageContext.text("noSuchVersion"));
    } catch (IllegalTransition | IllegalArgumentException | InvalidPlan e) {
      pageContext.refused(e.getMessage());
    }
  }

  private String begin(Run plan, @Nullable String reason, boolean dryRun) {
    RunId confirmed = dryRun ? null : plan.id();
    Intent.Cause cause = pageContext.cause(reason);
    OnConflict onConflict =
        fieldValue("onConflict").isEmpty()
            ? OnConflict.REFUSE
            : OnConflict.of(fieldValue("onConflict"));
    PushOptions options =
        new PushOptions(
            dryRun,
            !fieldValue("ignoreDataLoss").isEmpty(),
            onConflict,
            plan.options().flags().stream()
                .filter(flag -> flag != PushFlag.EXACTLY && flag != PushFlag.RESTORE)
                .collect(Collectors.toUnmodifiableSet()));
    return RunPage.pageOf(
        switch (kind()) {
          case DEPLOYMENT -> deploying.deploy(order(plan, options, confirmed, cause));
          case ROLLBACK ->
              Optional.ofNullable(plan.rollbackOf())
                  .flatMap(undone -> rollingBack.rollBack(undone, options, confirmed, cause))
                  .orElseThrow(() -> new IllegalTransition(PageContext.text("noSuchRun")));
          case RESTORE ->
              deploying.deploy(
                  new DeploymentOrder(
                      plan.platform(),
                      new Exactly(singleVersion().orElseThrow()),
                      List.of(),
                      options,
                      confirmed,
                      cause));
        });
  }

  /**
   * Orders the same types again, each at its latest version, which must be the planned one.
   *
   * @param confirmed the plan that is carried out; null if it is made again
   */
  private DeploymentOrder order(
      Run plan, PushOptions options, @Nullable RunId confirmed, Intent.Cause cause) {
    Set<TypeKey> pushed = new LinkedHashSet<>();
    Set<TypeKey> removed = new LinkedHashSet<>();
    Set<TypeKey> outdated = new LinkedHashSet<>();
    pages(cursor -> syncs.page(Previewing.query(plan.id(), PageRequest.MAX_LIMIT, cursor, false)))
        .forEach(
            sync -> {
              (sync.payload(PayloadRole.INTENDED) == null ? removed : pushed).add(sync.typeKey());
              if (confirmed != null && isOutdated(sync)) {
                outdated.add(sync.typeKey());
              }
            });
    if (!outdated.isEmpty()) {
      throw new IllegalTransition(PageContext.text("planOutdated", outdated.toString()));
    }
    Selection selection = new DeploymentOrder.Named(List.copyOf(pushed));
    return new DeploymentOrder(
        plan.platform(), selection, List.copyOf(removed), options, confirmed, cause);
  }

  private boolean isOutdated(SyncSummary sync) {
    String latest = versions.head(sync.typeKey()).map(head -> head.id().hex()).orElse(null);
    return !Objects.equals(latest, sync.version().versionId());
  }
}
