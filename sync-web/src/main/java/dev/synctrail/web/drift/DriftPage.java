package dev.synctrail.web.drift;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.BeginCheck;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.drift.DriftIncident;
import dev.synctrail.drift.DriftIncidents;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.Observation;
import dev.synctrail.drift.PlatformCheck;
import dev.synctrail.drift.PlatformChecks;
import dev.synctrail.history.Period;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.console.ColumnChoice;
import dev.synctrail.web.console.DiffOptions;
import dev.synctrail.web.console.DiffView;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the deployed state of the types on a platform, drift, and checks. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class DriftPage {
  private static final int RECENT = 10;
  private static final int LAST_CHECKS = 5;
  private static final List<String> ADDRESS =
      List.of("platform", "state", ColumnChoice.PARAMETER, "after", "before");

  private final Platforms platforms;
  private final DeployedStates deployedStates;
  private final DriftIncidents driftIncidents;
  private final PlatformChecks platformChecks;
  private final BeginCheck beginCheck;
  private final Snapshots snapshots;
  private final PayloadMasks payloadMasks;
  private final DriftPolicy policy;
  private final Clock clock;
  private final Authorization authorization;
  private final PageContext pageContext;
  private final PageAddress pageAddress;
  private final ColumnChoice columns;
  private final DiffOptions diffOptions;
  private List<Summary> summaries = List.of();
  private @Nullable Summary chosen;
  private @Nullable State state;
  private KeysetPage<Line> lines = KeysetPage.none();
  private List<PlatformCheck> checks = List.of();
  private @Nullable IncidentTimeline timeline;
  private @Nullable DiffView compared;

  @Inject
  DriftPage(
      Platforms platforms,
      DeployedStates deployedStates,
      DriftIncidents driftIncidents,
      PlatformChecks platformChecks,
      BeginCheck beginCheck,
      Snapshots snapshots,
      PayloadMasks payloadMasks,
      DriftPolicy policy,
      Clock clock,
      Authorization authorization,
      PageContext pageContext,
      DiffOptions diffOptions) {
    this.platforms = platforms;
    this.deployedStates = deployedStates;
    this.driftIncidents = driftIncidents;
    this.platformChecks = platformChecks;
    this.beginCheck = beginCheck;
    this.snapshots = snapshots;
    this.payloadMasks = payloadMasks;
    this.policy = policy;
    this.clock = clock;
    this.authorization = authorization;
    this.pageContext = pageContext;
    this.pageAddress = pageContext.address(ADDRESS);
    this.columns = ColumnChoice.of(DriftColumn.values(), pageAddress);
    this.diffOptions = diffOptions;
  }

  @PostConstruct
  void read() {
    summaries = Summary.of(platforms, deployedStates);
    String requested = pageContext.parameter("platform");
    chosen =
        summaries.stream()
            .filter(one -> requested == null || one.id().value().equals(requested))
            .findFirst()
            .orElse(null);
    if (chosen == null) {
      return;
    }
    PlatformId platform = chosen.id();
    String requestedState = pageContext.parameter("state");
    state =
        Arrays.stream(State.values())
            .filter(one -> one.name().equals(requestedState))
            .findAny()
            .orElse(null);
    Instant now = clock.instant();
    lines =
        KeysetPage.of(
            pageAddress,
            TypeKey::new,
            line -> line.deployedState().typeKey(),
            (key, backwards, limit) ->
                deployedStates
                    .list(
                        platform, state == null ? List.of() : List.of(state), key, backwards, limit)
                    .stream()
                    .map(deployedState -> Line.of(deployedState, policy, now))
                    .toList());
    checks = platformChecks.list(platform, null, false, LAST_CHECKS);
    List<DriftIncident> recent =
        driftIncidents.list(
            new DriftIncidents.Filter(platform, null, null, null, Period.ALWAYS),
            null,
            false,
            RECENT);
    timeline = recent.isEmpty() ? null : IncidentTimeline.of(recent, now);
    compared = compare(platform);
  }

  /** Returns the number of types by state for each platform in use. */
  public List<Summary> getSummaries() {
    return summaries;
  }

  /** Returns the states of a type. */
  public List<State> getStates() {
    return List.of(State.values());
  }

  /** Returns the selected platform; null if it does not exist. */
  public @Nullable Summary getChosen() {
    return chosen;
  }

  /** Tells whether the list is filtered by this state; null stands for no filter. */
  public boolean isShown(@Nullable State one) {
    return state == one;
  }

  /** Returns the types on this page of the list, ordered by key. */
  public List<Line> getRows() {
    return lines.rows();
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return lines.next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return lines.previous();
  }

  /** Returns the query string of the list, without a comparison. */
  public String getListQuery() {
    return pageAddress.query();
  }

  /** Returns the address of the list of a platform, with the same columns. */
  public String list(PlatformId platform, @Nullable State one) {
    return "drift.xhtml?"
        + pageAddress
            .with("after", null)
            .with("before", null)
            .with("platform", platform.value())
            .with("state", one == null ? null : one.name())
            .query();
  }

  /** Returns the columns of the list. */
  public ColumnChoice getColumns() {
    return columns;
  }

  /** Returns the rest of the address for the form that chooses columns. */
  public List<PageAddress.Field> getFieldsBesideColumns() {
    return pageAddress.fieldsExcept(ColumnChoice.PARAMETER, "after", "before");
  }

  /** Returns the last checks of the platform, newest first. */
  public List<PlatformCheck> getChecks() {
    return checks;
  }

  /** Returns the running check; null for none. */
  public @Nullable PlatformCheck getRunningCheck() {
    return checks.stream().filter(one -> one.completedAt() == null).findFirst().orElse(null);
  }

  /** Tells whether a check of a platform or type on the page is running. */
  public boolean isOpen() {
    return getRunningCheck() != null
        || lines.rows().stream().anyMatch(line -> line.deployedState().check() != null);
  }

  /** Returns the newest drift incidents on the platform; null if there are none. */
  public @Nullable IncidentTimeline getTimeline() {
    return timeline;
  }

  /** Returns the type that is compared; empty for none. */
  public String getComparedType() {
    return Objects.requireNonNullElse(pageContext.parameter("type"), "");
  }

  /**
   * Returns the comparison of the last pushed state with the live state; null if none was
   * requested.
   */
  public @Nullable DiffView getCompared() {
    return compared;
  }

  private @Nullable DiffView compare(PlatformId platform) {
    String type = pageContext.parameter("type");
    if (type == null) {
      return null;
    }
    DeployedState deployedState =
        TypeKey.isLegal(type)
            ? deployedStates.find(platform, new TypeKey(type)).orElse(null)
            : null;
    if (deployedState == null) {
      return DiffView.refused(PageContext.text("typeNotOnPlatform", type));
    }
    if (!authorization.may(Right.PAYLOAD)) {
      return DiffView.refused(PageContext.text("noPayloadRight"));
    }
    authorization.require(Right.PAYLOAD);
    Observation lastPushed = deployedState.left();
    Observation live = deployedState.live();
    Optional<StrictJson> before =
        json(lastPushed == null ? deployedState.wanted() : lastPushed.content());
    Optional<StrictJson> now = json(live == null ? null : live.content());
    return before.isEmpty() || now.isEmpty()
        ? DiffView.refused(PageContext.text("notComparable"))
        : DiffView.of(before.get(), now.get(), ContentHash.VOLATILE, diffOptions);
  }

  private Optional<StrictJson> json(@Nullable PayloadReference side) {
    try {
      return side == null
          ? Optional.of(StrictJson.read("{}".getBytes(StandardCharsets.UTF_8)))
          : snapshots
              .find(side.checksum(), side.truncated())
              .map(payloadMasks::shown)
              .map(shown -> StrictJson.read(shown.bytes()));
    } catch (MalformedJson | SnapshotCorrupt e) {
      return Optional.empty();
    }
  }

  /** Starts a check of the platform, unless one is running. */
  @Needs(Right.ACTION)
  public void check() {
    String platform = Objects.requireNonNullElse(pageContext.parameter("platform"), "");
    try {
      String reason = pageContext.reason();
      if (chosen == null) {
        pageContext.refused(PageContext.text("unknownPlatform", platform));
      } else if (getRunningCheck() == null) {
        beginCheck.ask(chosen.id(), pageContext.actor(), reason);
        pageContext.done("checkBegun");
      } else {
        pageContext.done("checkUnderway");
      }
    } catch (UnknownPlatform e) {
      pageContext.refused(PageContext.text("unknownPlatform", platform));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
      return;
    }
    pageContext.goTo("/console/drift.xhtml?platform=" + PageAddress.encoded(platform));
  }

  /** The number of types on a platform by state. */
  public record Summary(Platform platform, Map<State, Integer> counts) {
    public Summary {
      counts = Map.copyOf(counts);
    }

    public static List<Summary> of(Platforms platforms, DeployedStates deployedStates) {
      Map<PlatformId, Map<State, Integer>> counts = deployedStates.counts();
      return platforms.all().stream()
          .map(one -> new Summary(one, counts.getOrDefault(one.id(), Map.of())))
          .toList();
    }

    /** Returns the id of the platform. */
    public PlatformId id() {
      return platform.id();
    }

    /** Returns the number of types in a state. */
    public int count(State state) {
      return counts.getOrDefault(state, 0);
    }

    /** Returns the number of all types. */
    public int total() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns the number of types that others changed or removed. */
    public int drifted() {
      return count(State.MODIFIED) + count(State.MISSING);
    }
  }

  /**
   * One type on the platform.
   *
   * @param stale whether the last check is older than the validity period of a check
   */
  public record Line(DeployedState deployedState, boolean stale) {
    static Line of(DeployedState deployedState, DriftPolicy policy, Instant now) {
      Instant checked = deployedState.checkedAt();
      return new Line(
          deployedState, checked != null && checked.plus(policy.goodFor()).isBefore(now));
    }

    /** Returns the fields that differ from the last push, in one line. */
    public String fields() {
      return String.join(", ", deployedState.fields());
    }

    /** Tells whether others changed or removed the type. */
    public boolean isDrift() {
      return deployedState.state().isDrift();
    }
  }
}
