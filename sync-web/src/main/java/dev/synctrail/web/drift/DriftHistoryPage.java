package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DriftIncident;
import dev.synctrail.drift.DriftIncidents;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Period;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PagePeriod;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows the drift history: times in which types differed from their last push. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class DriftHistoryPage {
  private static final List<String> ADDRESS =
      List.of(
          "platform",
          "typeKey",
          "typeKeyContains",
          "ongoing",
          PagePeriod.START,
          PagePeriod.END,
          PagePeriod.PRESET,
          "after",
          "before");

  private final DriftIncidents driftIncidents;
  private final Platforms platforms;
  private final Clock clock;
  private final PageContext pageContext;
  private String fault = "";
  private KeysetPage<DriftIncident> found = KeysetPage.none();

  @Inject
  DriftHistoryPage(
      DriftIncidents driftIncidents, Platforms platforms, Clock clock, PageContext pageContext) {
    this.driftIncidents = driftIncidents;
    this.platforms = platforms;
    this.clock = clock;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    PlatformId platform =
        filter("platform").filter(PlatformId::isLegal).map(PlatformId::new).orElse(null);
    TypeKey typeKey = filter("typeKey").filter(TypeKey::isLegal).map(TypeKey::new).orElse(null);
    boolean illegal =
        (platform == null && filter("platform").isPresent())
            || (typeKey == null && filter("typeKey").isPresent());
    Period period = period();
    if (!illegal && period != null) {
      DriftIncidents.Filter filter =
          new DriftIncidents.Filter(
              platform,
              typeKey,
              filter("typeKeyContains").orElse(null),
              filter("ongoing").map(Boolean::valueOf).orElse(null),
              period);
      found =
          KeysetPage.of(
              pageContext.address(ADDRESS),
              UUID::fromString,
              DriftIncident::id,
              (key, backwards, limit) -> driftIncidents.list(filter, key, backwards, limit));
    }
  }

  private @Nullable Period period() {
    try {
      return new Period(
          filter(PagePeriod.START).map(Period::start).orElse(null),
          filter(PagePeriod.END).map(Period::end).orElse(null));
    } catch (IllegalArgumentException e) {
      fault = String.valueOf(e.getMessage());
      return null;
    }
  }

  /** Returns the error of the period; empty if it is valid. */
  public String getFault() {
    return fault;
  }

  /** Returns the text of the field of the type. */
  public String getType() {
    return pageContext.address(ADDRESS).entered(Criterion.TYPE_KEY_CONTAINS);
  }

  private Optional<String> filter(String name) {
    return Optional.ofNullable(pageContext.parameter(name));
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

  /** Returns the drift incidents on this page of the list, newest first; null if there are none. */
  public @Nullable IncidentTimeline getTimeline() {
    return found.rows().isEmpty() ? null : IncidentTimeline.of(found.rows(), clock.instant());
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
