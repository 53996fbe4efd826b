package dev.synctrail.web.deployment;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Changed;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.deployment.DeploymentOrder.Selection;
import dev.synctrail.deployment.UnknownTypes;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.history.InvalidCursor;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageRequest;
import dev.synctrail.history.Period;
import dev.synctrail.history.RunHistory;
import dev.synctrail.history.RunOrder;
import dev.synctrail.history.RunQuery;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.retrieval.RetrievalOrder;
import dev.synctrail.retrieval.Retrieving;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.ColumnChoice;
import dev.synctrail.web.console.ColumnSort;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PagePeriod;
import dev.synctrail.web.console.SubmitOnce;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists deployments or pull runs, and starts one. */
@jakarta.inject.Named("runsPage")
@Needs(Right.METADATA)
@RequestScoped
public class RunsPage {
  private static final String CURSOR = "cursor";
  private static final String FAILED = "failed";
  private static final List<String> SORT = List.of("requestedAt", FAILED);
  private static final List<String> FORM =
      List.of(
          "key",
          "platform",
          "which",
          "typeKeys",
          "removed",
          "onConflict",
          "ignoreDependents",
          "batch",
          "ignoreDataLoss",
          "reason");

  private final RunHistory history;
  private final Platforms platforms;
  private final Deploying deploying;
  private final Retrieving retrieving;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;
  private final PageAddress pageAddress;
  private String fault = "";
  private final ColumnChoice columns;
  private final ColumnSort sort;
  private final Direction direction;
  private @Nullable Page<Run> page;

  @Inject
  RunsPage(
      RunHistory history,
      Platforms platforms,
      Deploying deploying,
      Retrieving retrieving,
      SubmitOnce submitOnce,
      PageContext pageContext,
      HttpServletRequest request) {
    this.history = history;
    this.platforms = platforms;
    this.deploying = deploying;
    this.retrieving = retrieving;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
    this.pageAddress =
        pageContext.address(
            List.of(
                PagePeriod.START,
                PagePeriod.END,
                PagePeriod.PRESET,
                ColumnSort.PARAMETER,
                ColumnSort.DIRECTION,
                ColumnChoice.PARAMETER,
                CURSOR));
    this.columns = ColumnChoice.of(RunColumn.values(), pageAddress);
    this.sort = ColumnSort.of(SORT, pageAddress.with(CURSOR, null));
    this.direction =
        request.getServletPath().contains("pull-run") ? Direction.PULL : Direction.PUSH;
  }

  @PostConstruct
  void read() {
    try {
      page = page(pageAddress.get(CURSOR));
    } catch (InvalidCursor e) {
      page = page(null);
    } catch (IllegalArgumentException e) {
      fault = String.valueOf(e.getMessage());
    }
  }

  private Page<Run> page(@Nullable String cursor) {
    return history.page(
        RunQuery.of(direction, period(), order(), PageRequest.DEFAULT_LIMIT, cursor, true));
  }

  private RunOrder order() {
    return new RunOrder(
        sort.by().equals(FAILED) ? RunOrder.By.FAILED : RunOrder.By.REQUESTED_AT,
        sort.descending());
  }

  private Period period() {
    String start = pageAddress.get(PagePeriod.START);
    String end = pageAddress.get(PagePeriod.END);
    return new Period(
        start == null ? null : Period.start(start), end == null ? null : Period.end(end));
  }

  /** Returns the error of the period; empty if it is valid. */
  public String getFault() {
    return fault;
  }

  /** Tells whether the list is filtered. */
  public boolean isFiltered() {
    return pageAddress.get(PagePeriod.START) != null || pageAddress.get(PagePeriod.END) != null;
  }

  /** Returns the number of runs, in words. */
  public String getTotal() {
    Long total = page == null ? null : page.total();
    return total == null ? "" : PageContext.text("totalRuns", total);
  }

  /** Returns the column by which the list is sorted. */
  public ColumnSort getSort() {
    return sort;
  }

  /** Returns the columns of the list. */
  public ColumnChoice getColumns() {
    return columns;
  }

  /** Returns the rest of the address for the form that chooses columns. */
  public List<PageAddress.Field> getFieldsBesideColumns() {
    return pageAddress.with(CURSOR, null).fieldsExcept(ColumnChoice.PARAMETER);
  }

  /** Returns the rest of the address for the form that sets the period. */
  public List<PageAddress.Field> getFieldsBesidePeriod() {
    return pageAddress.fieldsExcept(CURSOR, PagePeriod.START, PagePeriod.END, PagePeriod.PRESET);
  }

  /** Tells whether the form to start a run is open: the address fills it, or there are no runs. */
  public boolean isStarting() {
    return getRows().isEmpty() || FORM.stream().anyMatch(name -> !fieldValue(name).isEmpty());
  }

  /** Tells whether these are deployments. */
  public boolean isPush() {
    return direction == Direction.PUSH;
  }

  /** Returns the runs on this page of the list. */
  public List<Run> getRows() {
    return page == null ? List.of() : page.data();
  }

  /** Tells whether a run that is shown may still change. */
  public boolean isOpen() {
    return getRows().stream().anyMatch(run -> !run.status().isFinal());
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return page == null ? "" : link(page.nextCursor());
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return page == null ? "" : link(page.prevCursor());
  }

  private String link(@Nullable String cursor) {
    return cursor == null ? "" : "?" + pageAddress.with(CURSOR, cursor).query();
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns the options for types that were changed on the platform by others. */
  public List<String> getConflictOptions() {
    return Stream.of(OnConflict.values()).map(OnConflict::toString).toList();
  }

  /** Returns the value of a field as submitted, or from the query string. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns the idempotency key of the form: the submitted one, or a new one. */
  public String getKey() {
    return Objects.requireNonNullElse(pageContext.parameter("key"), UUID.randomUUID().toString());
  }

  /** Starts the run that the form describes, once. */
  @Needs(Right.ACTION)
  public void start() {
    start(false);
  }

  /** Starts a dry run of it, once, which writes nothing. */
  @Needs(Right.ACTION)
  public void preview() {
    start(true);
  }

  private void start(boolean dryRun) {
    String form =
        FORM.stream()
            .map(name -> name + "=" + fieldValue(name))
            .reduce(direction.name() + dryRun, (a, b) -> a + "\n" + b);
    try {
      Optional<String> started = submitOnce.start(pageContext.actor(), form, () -> begin(dryRun));
      if (started.isEmpty()) {
        pageContext.done("alreadyStarting");
      }
      pageContext.goTo(
          started.orElse(isPush() ? "/console/deployments.xhtml" : "/console/pull-runs.xhtml"));
    } catch (UnknownPlatform e) {
      pageContext.refused(PageContext.text("unknownPlatform", e.id()));
    } catch (UnknownTypes e) {
      pageContext.refused(PageContext.text("unknownTypes", listed(e.typeKeys())));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  private String begin(boolean dryRun) {
    if (fieldValue("platform").isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("platformMissing"));
    }
    PlatformId platform = new PlatformId(fieldValue("platform"));
    String reason = pageContext.reason();
    List<TypeKey> typeKeys = typeKeys("typeKeys");
    if (fieldValue("which").isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("typesMissing"));
    }
    if (!fieldValue("which").equals("named") && !typeKeys.isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("typesNotSelected"));
    }
    if (!isPush()) {
      boolean all = fieldValue("which").equals("all");
      Run run =
          retrieving.retrieve(
              new RetrievalOrder(
                  platform, all ? null : nonEmpty(typeKeys), pageContext.cause(reason)));
      return RunPage.pageOf(run);
    }
    List<TypeKey> removed = typeKeys("removed");
    List<TypeKey> both = typeKeys.stream().filter(removed::contains).toList();
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("pushedAndRemoved", listed(both)));
    }
    Selection selection =
        switch (fieldValue("which")) {
          case "all" -> new All();
          case "named" -> new Named(removed.isEmpty() ? nonEmpty(typeKeys) : typeKeys);
          default -> new Changed();
        };
    PushOptions options =
        new PushOptions(
            dryRun,
            !fieldValue("ignoreDataLoss").isEmpty(),
            fieldValue("onConflict").isEmpty()
                ? OnConflict.REFUSE
                : OnConflict.of(fieldValue("onConflict")),
            flags());
    return RunPage.pageOf(
        deploying.deploy(
            new DeploymentOrder(platform, selection, removed, options, pageContext.cause(reason))));
  }

  private Set<PushFlag> flags() {
    EnumSet<PushFlag> flags = EnumSet.noneOf(PushFlag.class);
    if (!fieldValue("ignoreDependents").isEmpty()) {
      flags.add(PushFlag.DESPITE_DEPENDENTS);
    }
    if (!fieldValue("batch").isEmpty()) {
      flags.add(PushFlag.BATCHED);
    }
    return flags;
  }

  static String listed(List<TypeKey> typeKeys) {
    return typeKeys.stream().map(TypeKey::value).collect(Collectors.joining(", "));
  }

  private static List<TypeKey> nonEmpty(List<TypeKey> typeKeys) {
    if (typeKeys.isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("noTypes"));
    }
    return typeKeys;
  }

  private List<TypeKey> typeKeys(String field) {
    return Arrays.stream(fieldValue(field).split("[\\s,;]+", -1))
        .filter(key -> !key.isEmpty())
        .map(RunsPage::typeKey)
        .toList();
  }

  private static TypeKey typeKey(String key) {
    if (!TypeKey.isLegal(key)) {
      throw new IllegalArgumentException(PageContext.text("illegalTypeKey", key));
    }
    return new TypeKey(key);
  }
}
