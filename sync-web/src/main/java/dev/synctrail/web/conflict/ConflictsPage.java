package dev.synctrail.web.conflict;

import dev.synctrail.access.Right;
import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
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
  private static final List<String> ADDRESS = List.of("platform", "open", "after", "before");

  private final Conflicts conflicts;
  private final Platforms platforms;
  private final PageContext pageContext;
  private KeysetPage<Conflict> found = KeysetPage.none();

  @Inject
  ConflictsPage(Conflicts conflicts, Platforms platforms, PageContext pageContext) {
    this.conflicts = conflicts;
    this.platforms = platforms;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    String platform = pageContext.parameter("platform");
    String open = pageContext.parameter("open");
    if (platform == null || PlatformId.isLegal(platform)) {
      found =
          KeysetPage.of(
              pageContext.address(ADDRESS),
              id -> new SyncId(UUID.fromString(id)),
              Conflict::sync,
              (key, backwards, limit) ->
                  conflicts.list(
                      platform == null ? null : new PlatformId(platform),
                      open == null ? null : Boolean.valueOf(open),
                      key,
                      backwards,
                      limit));
    }
  }

  /** Returns the value of a filter in the query string. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Tells whether the list is filtered. */
  public boolean isFiltered() {
    return !pageContext.address(ADDRESS).isEmpty();
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return platforms.all();
  }

  /** Returns the conflicts on this page of the list, newest first. */
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
