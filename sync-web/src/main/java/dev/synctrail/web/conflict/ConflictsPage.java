package dev.synctrail.web.conflict;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.ColumnChoice;
import dev.synctrail.web.console.ColumnSort;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Lists conflicts: pushes whose target was changed by others. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class ConflictsPage {
  private static final List<String> CRITERIA = List.of("platform", "open");
  private static final String TYPE_KEY = "typeKey";
  private static final List<String> SORT = List.of("foundAt", TYPE_KEY);
  private static final List<String> ADDRESS =
      List.of(
          "platform",
          "open",
          ColumnSort.PARAMETER,
          ColumnSort.DIRECTION,
          ColumnChoice.PARAMETER,
          "after",
          "before");

  private final Conflicts conflicts;
  private final Platforms platforms;
  private final PageContext pageContext;
  private final PageAddress pageAddress;
  private final ColumnChoice columns;
  private final ColumnSort sort;
  private KeysetPage<Conflict> found = KeysetPage.none();
  private long total;

  @Inject
  ConflictsPage(Conflicts conflicts, Platforms platforms, PageContext pageContext) {
    this.conflicts = conflicts;
    this.platforms = platforms;
    this.pageContext = pageContext;
    this.pageAddress = pageContext.address(ADDRESS);
    this.columns = ColumnChoice.of(ConflictColumn.values(), pageAddress);
    this.sort = ColumnSort.of(SORT, pageAddress.with("after", null).with("before", null));
  }

  @PostConstruct
  void read() {
    String requested = pageContext.parameter("platform");
    String status = pageContext.parameter("open");
    if (requested == null || PlatformId.isLegal(requested)) {
      PlatformId platform = requested == null ? null : new PlatformId(requested);
      Boolean open = status == null ? null : Boolean.valueOf(status);
      total = conflicts.count(platform, open);
      found =
          KeysetPage.of(
              pageAddress,
              id -> new SyncId(UUID.fromString(id)),
              Conflict::sync,
              (key, backwards, limit) ->
                  conflicts.list(platform, open, order(), key, backwards, limit));
    }
  }

  private Conflicts.Order order() {
    return new Conflicts.Order(
        sort.by().equals(TYPE_KEY) ? Conflicts.Order.By.TYPE_KEY : Conflicts.Order.By.FOUND_AT,
        sort.descending());
  }

  /** Returns the value of a filter in the query string. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Tells whether the list is filtered. */
  public boolean isFiltered() {
    return CRITERIA.stream().anyMatch(name -> pageAddress.get(name) != null);
  }

  /** Returns the number of conflicts, in words. */
  public String getTotal() {
    return PageContext.text("totalConflicts", total);
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
    return pageAddress.fieldsExcept(ColumnChoice.PARAMETER, "after", "before");
  }

  /** Returns the rest of the address for the form that sets the criteria. */
  public List<PageAddress.Field> getFieldsBesideCriteria() {
    return pageAddress.fieldsExcept("platform", "open", "after", "before");
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns the conflicts on this page of the list. */
  public List<Conflict> getRows() {
    return found.rows();
  }

  /** Returns the fields that others changed, in one line. */
  public String fields(Conflict conflict) {
    return conflict.fields().stream()
        .map(field -> field.isEmpty() ? "/" : field)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return found.next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return found.previous();
  }
}
