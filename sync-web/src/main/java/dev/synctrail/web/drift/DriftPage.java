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
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PayloadMasks;
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

/** Whether what was pushed is still there: how types stand on a platform, and checks of it. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class DriftPage {
  private static final int RECENT = 10;
  private static final int LAST_CHECKS = 5;
  private static final List<String> ADDRESS = List.of("platform", "state", "after", "before");

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
  private List<Standing> standings = List.of();
  private @Nullable Standing chosen;
  private @Nullable State state;
  private KeysetPage<Line> lines = KeysetPage.none();
  private List<PlatformCheck> checks = List.of();
  private @Nullable IncidentTimeline timeline;
  private @Nullable DiffView compared;

  @SuppressWarnings("NullAway") // only for the CDI proxy
  protected DriftPage() {
    this.platforms = null;
    this.deployedStates = null;
    this.driftIncidents = null;
    this.platformChecks = null;
    this.beginCheck = null;
    this.snapshots = null;
    this.payloadMasks = null;
    this.policy = null;
    this.clock = null;
    this.authorization = null;
    this.pageContext = null;
  }

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
      PageContext pageContext) {
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
  }

  @PostConstruct
  void read() {
    standings = Standing.of(platforms, deployedStates);
    String wanted = pageContext.parameter("platform");
    chosen =
        standings.stream()
            .filter(one -> wanted == null || one.id().value().equals(wanted))
            .findFirst()
            .orElse(null);
    if (chosen == null) {
      return;
    }
    PlatformId platform = chosen.id();
    String asked = pageContext.parameter("state");
    state =
        Arrays.stream(State.values())
            .filter(one -> one.name().equals(asked))
            .findAny()
            .orElse(null);
    Instant now = clock.instant();
    lines =
        KeysetPage.of(
            pageContext.address(ADDRESS),
            TypeKey::new,
            line -> line.placement().typeKey(),
            (beside, backwards, limit) ->
                deployedStates
                    .list(
                        platform,
                        state == null ? List.of() : List.of(state),
                        beside,
                        backwards,
                        limit)
                    .stream()
                    .map(placement -> Line.of(placement, policy, now))
                    .toList());
    checks = platformChecks.list(platform, null, false, LAST_CHECKS);
    List<DriftIncident> recent = driftIncidents.list(platform, null, null, null, false, RECENT);
    timeline = recent.isEmpty() ? null : IncidentTimeline.of(recent, now);
    compared = compare(platform);
  }

  /** Returns how many types stand how, of each platform in use. */
  public List<Standing> getStandings() {
    return standings;
  }

  /** Returns the ways in which types can stand. */
  public List<State> getStates() {
    return List.of(State.values());
  }

  /** Returns the platform that is looked at; null when there is no such one. */
  public @Nullable Standing getChosen() {
    return chosen;
  }

  /** Tells whether only types that stand this way are listed; null asks for all of them. */
  public boolean isShown(@Nullable State one) {
    return state == one;
  }

  /** Returns the types of this page of the list, by their keys. */
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

  /** Returns the address of the list as it is, without a comparison. */
  public String getHere() {
    return pageContext.address(ADDRESS).query();
  }

  /** Returns the last checks of the platform, the newest first. */
  public List<PlatformCheck> getChecks() {
    return checks;
  }

  /** Returns the check that is under way; null for none. */
  public @Nullable PlatformCheck getUnderway() {
    return checks.stream().filter(one -> one.completedAt() == null).findFirst().orElse(null);
  }

  /** Tells whether something that is shown is being looked at. */
  public boolean isOpen() {
    return getUnderway() != null
        || lines.rows().stream().anyMatch(line -> line.placement().check() != null);
  }

  /** Returns the newest episodes of drift on the platform; null when there are none. */
  public @Nullable IncidentTimeline getTimeline() {
    return timeline;
  }

  /** Returns the type that is compared; empty for none. */
  public String getComparedType() {
    return Objects.requireNonNullElse(pageContext.parameter("type"), "");
  }

  /** Returns what differs between what we left there and what is there; null when not asked. */
  public @Nullable DiffView getCompared() {
    return compared;
  }

  private @Nullable DiffView compare(PlatformId platform) {
    String type = pageContext.parameter("type");
    if (type == null) {
      return null;
    }
    DeployedState placement =
        TypeKey.isLegal(type)
            ? deployedStates.find(platform, new TypeKey(type)).orElse(null)
            : null;
    if (placement == null) {
      return DiffView.refused(PageContext.text("typeNotOnPlatform", type));
    }
    if (!authorization.may(Right.PAYLOAD)) {
      return DiffView.refused(PageContext.text("noPayloadRight"));
    }
    authorization.require(Right.PAYLOAD);
    Observation left = placement.left();
    Observation live = placement.live();
    Optional<StrictJson> before = json(left == null ? placement.wanted() : left.content());
    Optional<StrictJson> now = json(live == null ? null : live.content());
    return before.isEmpty() || now.isEmpty()
        ? DiffView.refused(PageContext.text("notComparable"))
        : DiffView.of(StructuralDiff.between(before.get(), now.get()), ContentHash.VOLATILE);
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

  /** Asks for a check of the platform, unless one is under way. */
  @Needs(Right.ACTION)
  public void check() {
    String platform = Objects.requireNonNullElse(pageContext.parameter("platform"), "");
    try {
      String reason = pageContext.reason();
      if (chosen == null) {
        pageContext.refused(PageContext.text("unknownPlatform", platform));
      } else if (getUnderway() == null) {
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

  /** How many types stand how on a platform. */
  public record Standing(Platform platform, Map<State, Integer> counts) {
    public Standing {
      counts = Map.copyOf(counts);
    }

    public static List<Standing> of(Platforms platforms, DeployedStates deployedStates) {
      Map<PlatformId, Map<State, Integer>> counts = deployedStates.counts();
      return platforms.all().stream()
          .map(one -> new Standing(one, counts.getOrDefault(one.id(), Map.of())))
          .toList();
    }

    /** Returns the platform's id. */
    public PlatformId id() {
      return platform.id();
    }

    /** Returns how many types stand so. */
    public int count(State state) {
      return counts.getOrDefault(state, 0);
    }

    /** Returns how many types are known there. */
    public int total() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns how many types somebody else has changed or removed. */
    public int drifted() {
      return count(State.MODIFIED) + count(State.MISSING);
    }
  }

  /**
   * One type on the platform.
   *
   * @param stale whether it was not looked at for longer than such a look is good for
   */
  public record Line(DeployedState placement, boolean stale) {
    static Line of(DeployedState placement, DriftPolicy policy, Instant now) {
      Instant checked = placement.checkedAt();
      return new Line(placement, checked != null && checked.plus(policy.goodFor()).isBefore(now));
    }

    /** Returns where it is not what was pushed, in one line. */
    public String fields() {
      return String.join(", ", placement.fields());
    }

    /** Tells whether somebody else has changed what we put there. */
    public boolean isDrift() {
      return placement.state().isDrift();
    }
  }
}
