package dev.synctrail.web.history;

import dev.synctrail.access.Right;
import dev.synctrail.drift.DriftVerdict;
import dev.synctrail.drift.DriftVerdicts;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.InvalidCursor;
import dev.synctrail.history.Page;
import dev.synctrail.history.PageRequest;
import dev.synctrail.history.SavedView;
import dev.synctrail.history.SavedViews;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncIds;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.ColumnChoice;
import dev.synctrail.web.console.ColumnSort;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PagePeriod;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The history, filtered and ordered by the parameters of the page's URL. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class HistoryPage {
  /** The filter parameters, named as in the REST API. */
  public static final List<String> FILTERS =
      Stream.of(Criterion.values()).map(Criterion::toString).toList();

  private static final Set<Criterion> MAIN =
      EnumSet.of(
          Criterion.TYPE_KEY_CONTAINS,
          Criterion.PLATFORM_CONTAINS,
          Criterion.STATUS,
          Criterion.DIRECTION,
          Criterion.FAILURE_CLASS,
          Criterion.HTTP_CLASS,
          Criterion.ERROR_CONTAINS);

  /** The criteria that are entered in quotes, in the fields of those about a part of a value. */
  private static final Set<Criterion> QUOTED =
      EnumSet.of(Criterion.TYPE_KEY, Criterion.PLATFORM, Criterion.ACTOR, Criterion.ERROR_MESSAGE);

  private static final Set<Criterion> MORE =
      EnumSet.complementOf(
          Stream.of(MAIN, QUOTED, EnumSet.of(Criterion.START_DATE, Criterion.END_DATE))
              .flatMap(Set::stream)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Criterion.class))));

  private static final List<String> SORT = List.of("startedAt", "duration");
  private static final List<String> SORT_OF_RUN = List.of("status", "startedAt", "duration");
  private static final String CURSOR = "cursor";
  private static final String NEW_RETRY = "/console/new-bulk-retry.xhtml";

  /** Where counting stops for a filter that no stored count covers. */
  private static final int COUNT_LIMIT = 10_000;

  private final SyncHistory history;
  private final SavedViews views;
  private final Platforms platforms;
  private final PageContext pageContext;
  private final PayloadSearchAccess payloadSearchAccess;
  private final DriftVerdicts verdicts;
  private final String self;
  private final @Nullable Criterion subject;
  private final String subjectParameter;
  private final PageAddress pageAddress;
  private final ColumnChoice columns;
  private final ColumnSort sort;
  private SyncFilter filter = SyncFilter.ALL;
  private List<Fault> faults = List.of();
  private @Nullable Page<SyncSummary> page;
  private @Nullable List<SyncListRow> rows;
  private @Nullable List<SavedView> saved;
  private @Nullable Timeline timeline;
  private @Nullable List<String> platformIds;

  @Inject
  HistoryPage(
      SyncHistory history,
      SavedViews views,
      Platforms platforms,
      DriftVerdicts verdicts,
      PageContext pageContext,
      PayloadSearchAccess payloadSearchAccess,
      HttpServletRequest request) {
    this.history = history;
    this.views = views;
    this.platforms = platforms;
    this.verdicts = verdicts;
    this.pageContext = pageContext;
    this.payloadSearchAccess = payloadSearchAccess;
    this.self = request.getServletPath();
    this.subject = subject(self);
    this.subjectParameter = subject == Criterion.TYPE_KEY ? "key" : "id";
    this.pageAddress =
        pageContext.address(
            Stream.of(
                    subject == null ? List.<String>of() : List.of(subjectParameter),
                    FILTERS,
                    List.of(
                        PagePeriod.PRESET,
                        ColumnSort.PARAMETER,
                        ColumnSort.DIRECTION,
                        ColumnChoice.PARAMETER,
                        CURSOR))
                .flatMap(List::stream)
                .toList());
    this.columns =
        isOfRun()
            ? ColumnChoice.of(HistoryColumn.values(), HistoryColumn.OF_RUN, pageAddress)
            : ColumnChoice.of(HistoryColumn.values(), pageAddress);
    this.sort = ColumnSort.of(isOfRun() ? SORT_OF_RUN : SORT, pageAddress.with(CURSOR, null));
  }

  /** Returns the criterion that a page stands for: the pages of types and runs show this list. */
  private static @Nullable Criterion subject(String page) {
    return switch (page) {
      case "/console/type.xhtml" -> Criterion.TYPE_KEY;
      case "/console/deployment.xhtml" -> Criterion.DEPLOYMENT_ID;
      case "/console/pull-run.xhtml" -> Criterion.RETRIEVAL_ID;
      default -> null;
    };
  }

  private boolean isOfRun() {
    return subject == Criterion.DEPLOYMENT_ID || subject == Criterion.RETRIEVAL_ID;
  }

  @PostConstruct
  void read() {
    try {
      CriteriaParameters criteria = CriteriaParameters.of(this::wanted);
      filter = payloadSearchAccess.allowed(criteria.filter());
      page =
          history.page(
              SyncQuery.of(
                  filter,
                  criteria.order(),
                  PageRequest.DEFAULT_LIMIT,
                  pageAddress.get(CURSOR),
                  false));
    } catch (Problem e) {
      faults = e.faults().isEmpty() ? List.of(Fault.parameter("pointer", e.text())) : e.faults();
    } catch (InvalidCursor e) {
      faults = List.of(Fault.parameter(CURSOR, String.valueOf(e.getMessage())));
    }
  }

  private @Nullable String wanted(String name) {
    if (subject != null && name.equals(subject.toString())) {
      return pageAddress.get(subjectParameter);
    }
    String value = pageAddress.get(name);
    return value == null && name.equals(ColumnSort.PARAMETER) ? sort.by() : value;
  }

  /** Returns the type key if this is the page of a type; otherwise empty. */
  public String getKey() {
    return subject == Criterion.TYPE_KEY ? asked(subjectParameter) : "";
  }

  /** Returns the parameter that selects the type or run of the page. */
  public String getSubjectParameter() {
    return subjectParameter;
  }

  /** Returns the type or run of the page; empty for the whole history. */
  public String getSubjectId() {
    return subject == null ? "" : asked(subjectParameter);
  }

  /** Returns the syncs of the current page. */
  public List<SyncListRow> getRows() {
    List<SyncListRow> read = rows;
    if (read == null) {
      read = page == null ? List.of() : rows(page.data());
      rows = read;
    }
    return read;
  }

  private List<SyncListRow> rows(List<SyncSummary> syncs) {
    Map<SyncId, DriftVerdict.Word> words =
        columns.isShown(HistoryColumn.VERDICT)
            ? verdicts.words(syncs.stream().map(SyncSummary::id).toList())
            : Map.of();
    return syncs.stream().map(sync -> SyncListRow.of(sync, words.get(sync.id()))).toList();
  }

  /** Returns whether there are no syncs at all. */
  public boolean isBlank() {
    return getRows().isEmpty() && faults.isEmpty() && !isFiltered();
  }

  /** Returns whether a filter is set. */
  public boolean isFiltered() {
    return pageAddress.get(CURSOR) != null
        || FILTERS.stream().anyMatch(name -> pageAddress.get(name) != null);
  }

  /** Returns whether a sync that is shown may still change. */
  public boolean isOpen() {
    return getRows().stream().anyMatch(line -> !line.settled());
  }

  /** Returns the value of a URL parameter; empty if it is absent. */
  public String asked(String name) {
    return Objects.requireNonNullElse(pageAddress.get(name), "");
  }

  /** Returns the text of the field of a criterion. */
  public String entered(Criterion criterion) {
    return pageAddress.entered(criterion);
  }

  /** Returns the error of the field of a criterion; empty if there is none. */
  public String fault(Criterion criterion) {
    return fault(criterion.toString())
        + criterion.whole().map(whole -> fault(whole.toString())).orElse("");
  }

  /** Returns the error of a URL parameter; empty if there is none. */
  public String fault(String name) {
    return faults.stream()
        .filter(fault -> name.equals(fault.parameter()))
        .map(Fault::detail)
        .findFirst()
        .orElse("");
  }

  /** Returns the errors of all URL parameters. */
  public List<Misread> getFaults() {
    return faults.stream()
        .map(fault -> new Misread(String.valueOf(fault.parameter()), fault.detail()))
        .toList();
  }

  /** An invalid URL parameter. */
  public record Misread(String name, String detail) {}

  /** Returns the syncs on a time axis; null if there are none. */
  public @Nullable Timeline getTimeline() {
    if (timeline == null && !getRows().isEmpty()) {
      timeline = Timeline.of(getRows());
    }
    return timeline;
  }

  /** Returns the URL of the next page; empty on the last page. */
  public String getNext() {
    return page == null ? "" : link(page.nextCursor());
  }

  /** Returns the URL of the previous page; empty on the first page. */
  public String getPrevious() {
    return page == null ? "" : link(page.prevCursor());
  }

  private String link(@Nullable String cursor) {
    return cursor == null ? "" : "?" + pageAddress.with(CURSOR, cursor).query();
  }

  /** Returns the query of the page's URL without the cursor. */
  public String getQuery() {
    return pageAddress.with(CURSOR, null).query();
  }

  /** Returns the URL of the export of all syncs that match. */
  public String export(String format) {
    return "export?" + criteria().with("format", format).query();
  }

  /** Returns the URL of the evidence about all syncs that match. */
  public String evidence(boolean content) {
    return "evidence?" + criteria().with("include", content ? "data" : null).query();
  }

  /** Returns the criteria and the order, for pages where they mean the same syncs. */
  private PageAddress criteria() {
    PageAddress address =
        pageAddress
            .with(CURSOR, null)
            .with(ColumnChoice.PARAMETER, null)
            .with(PagePeriod.PRESET, null);
    return subject == null
        ? address
        : address
            .with(subjectParameter, null)
            .with(subject.toString(), pageAddress.get(subjectParameter));
  }

  /** Returns the column by which the list is sorted: by the status only within a run. */
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

  /** Returns the rest of the address for the form that sets the criteria. */
  public List<PageAddress.Field> getFieldsBesideCriteria() {
    return pageAddress
        .with(CURSOR, null)
        .with(PagePeriod.PRESET, null)
        .fieldsExcept(FILTERS.toArray(String[]::new));
  }

  /** Returns the criteria of the list, except for the one that the page stands for. */
  public List<CriterionText> getCriteria() {
    return CriterionText.of(filter).stream()
        .filter(criterion -> subject == null || !subject.toString().equals(criterion.name()))
        .toList();
  }

  /** Returns the address without a criterion. */
  public String without(String criterion) {
    PageAddress rest =
        pageAddress.with(CURSOR, null).with(PagePeriod.PRESET, null).with(criterion, null);
    return "?" + (criterion.equals("pointer") ? rest.with("value", null) : rest).query();
  }

  /** Returns the address without criteria. */
  public String getUnfiltered() {
    PageAddress rest = pageAddress.with(CURSOR, null).with(PagePeriod.PRESET, null);
    for (String name : FILTERS) {
      rest = rest.with(name, null);
    }
    return "?" + rest.query();
  }

  /** Returns the number of syncs that match, in words; counting stops at a limit. */
  public String getTotal() {
    if (!faults.isEmpty()) {
      return "";
    }
    long total = history.count(filter, COUNT_LIMIT);
    return total == COUNT_LIMIT + 1
        ? PageContext.text("totalSyncsMore", COUNT_LIMIT)
        : PageContext.text("totalSyncs", total);
  }

  /** Returns whether a platform has a page; syncs of others are recorded by external systems. */
  public boolean hasPage(String platform) {
    return getPlatforms().contains(platform);
  }

  /** Returns the criteria that the form always shows. */
  public Set<Criterion> getMainCriteria() {
    return MAIN;
  }

  /** Returns the criteria that the form shows on demand. */
  public Set<Criterion> getMoreCriteria() {
    return MORE;
  }

  /** Returns whether one of {@link #getMoreCriteria} is set. */
  public boolean isMoreFiltered() {
    return getMoreCriteria().stream()
        .anyMatch(criterion -> pageAddress.get(criterion.toString()) != null);
  }

  /** Returns the label of a criterion. */
  public String label(Criterion criterion) {
    return PageContext.text(labelKey(criterion));
  }

  /** Returns the key of the label of a criterion. */
  public static String labelKey(Criterion criterion) {
    return switch (criterion) {
      case DRY_RUN -> "dryRuns";
      case DEPLOYMENT_ID -> "deployment";
      case RETRIEVAL_ID -> "pullRun";
      default -> criterion.whole().orElse(criterion).toString();
    };
  }

  /** Returns the label of a value of a criterion. */
  public String label(Criterion criterion, String choice) {
    return choice(criterion, choice);
  }

  static String choice(Criterion criterion, String choice) {
    return switch (criterion) {
      case STATUS, DIRECTION, OPERATION -> PageContext.text(choice);
      case FAILURE_CLASS -> PageContext.text("failure." + choice);
      case DRY_RUN -> PageContext.text("dryRun." + choice);
      default -> choice;
    };
  }

  /** Returns an example of a value; empty if its format is obvious. */
  public @Nullable String placeholder(Criterion criterion) {
    return switch (criterion) {
      case TYPE_KEY_CONTAINS, PLATFORM_CONTAINS, ACTOR_CONTAINS, POINTER -> criterion.example();
      default -> null;
    };
  }

  /** Returns the registered platforms. Others, with recorded syncs only, can be typed. */
  public List<String> getPlatforms() {
    List<String> read = platformIds;
    if (read == null) {
      read = platforms.all().stream().map(Platform::id).map(Object::toString).toList();
      platformIds = read;
    }
    return read;
  }

  /** Returns the saved views of the user. */
  public List<SavedView> getViews() {
    List<SavedView> read = saved;
    if (read == null) {
      read = views.of(pageContext.actor());
      saved = read;
    }
    return read;
  }

  /** Saves the current filter and order as a view. */
  public void saveView() {
    String name = pageContext.parameter("viewName");
    try {
      views.save(
          new SavedView(
              pageContext.actor(),
              Objects.requireNonNullElse(name, ""),
              PagePeriod.relative(back())));
      pageContext.done("viewSaved", String.valueOf(name));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
    pageContext.goTo(self + "?" + back());
  }

  /** Deletes a saved view. */
  public void removeView() {
    String name = pageContext.parameter("viewRemoved");
    views.of(pageContext.actor()).stream()
        .filter(view -> view.name().equals(name))
        .filter(view -> views.remove(view.owner(), view.name()))
        .forEach(
            view -> pageContext.doneUndoable(UndoViewRemoval.of(view), "viewRemoved", view.name()));
    pageContext.goTo(self + "?" + back());
  }

  /** Shows what a bulk retry of the selected syncs would do. */
  @Needs(Right.ACTION)
  public void retrySelected() {
    List<SyncId> selected = selected();
    if (selected.isEmpty()) {
      pageContext.refused(PageContext.text("nothingSelected"));
      pageContext.goTo(self + "?" + back());
    } else {
      pageContext.goTo(
          NEW_RETRY
              + "?"
              + Criterion.SYNC_IDS
              + "="
              + PageAddress.encoded(SyncIds.of(selected).toString()));
    }
  }

  /**
   * Returns whether a bulk retry of all syncs that match makes sense: not for a run or without a
   * filter.
   */
  public boolean isSelective() {
    return !isOfRun() && !filter.values().isEmpty();
  }

  /** Returns the page that shows what a bulk retry of all syncs that match would do. */
  public String getRetryAll() {
    return "new-bulk-retry.xhtml?" + criteria().query();
  }

  /** Exports the selected syncs. */
  @Needs(Right.EXPORT)
  public void exportSelected() {
    List<String> selected = selected().stream().map(SyncId::toString).toList();
    if (selected.isEmpty()) {
      pageContext.refused(PageContext.text("nothingSelected"));
      pageContext.goTo(self + "?" + back());
      return;
    }
    String format = Objects.requireNonNullElse(pageContext.parameter("as"), "csv");
    pageContext.goTo(
        "/console/export?format="
            + PageAddress.encoded(format)
            + "&sync="
            + String.join("&sync=", selected));
  }

  private List<SyncId> selected() {
    List<SyncId> selected = new ArrayList<>();
    for (String id : pageContext.parameters("sync")) {
      SyncId.parse(id).ifPresent(selected::add);
    }
    return selected;
  }

  /** Returns the query of the page with the form, which the form submits. */
  private String back() {
    String back = pageContext.parameter("back");
    return back == null || back.equals("?") ? "" : back.substring(1);
  }

  /** Returns the base URL of the API for the commands that are shown. */
  public String getApi() {
    return pageContext.root() + "/api/v1";
  }
}
