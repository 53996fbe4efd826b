package dev.synctrail.web.board;

import dev.synctrail.access.Right;
import dev.synctrail.board.BoardFilter;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.TileState;
import dev.synctrail.board.Tiles;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Deploying;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.UnknownTypes;
import dev.synctrail.drift.BeginCheck;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.drift.PlatformChecks;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.retrieval.RetrievalOrder;
import dev.synctrail.retrieval.Retrieving;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.SubmitOnce;
import dev.synctrail.web.deployment.RunPage;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows the state of every type on every platform, and acts on the selected types. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class BoardPage {
  private static final String TEXT = "typeKeyContains";
  private static final String STATE = "state";
  private static final String PLATFORM = "platform";
  private static final List<String> ADDRESS = List.of(TEXT, STATE, PLATFORM, "after", "before");
  private static final int MOST_TYPES = 10_000;

  private final Tiles tiles;
  private final Platforms platforms;
  private final Deploying deploying;
  private final Retrieving retrieving;
  private final BeginCheck beginCheck;
  private final PlatformChecks platformChecks;
  private final DeployedStates deployedStates;
  private final SubmitOnce submitOnce;
  private final PageContext pageContext;
  private BoardFilter filter = BoardFilter.ALL;
  private List<Platform> all = List.of();
  private Map<TileState, Integer> counts = Map.of();
  private @Nullable KeysetPage<BoardRow> page;
  private @Nullable List<Untracked> untracked;

  @Inject
  BoardPage(
      Tiles tiles,
      Platforms platforms,
      Deploying deploying,
      Retrieving retrieving,
      BeginCheck beginCheck,
      PlatformChecks platformChecks,
      DeployedStates deployedStates,
      SubmitOnce submitOnce,
      PageContext pageContext) {
    this.tiles = tiles;
    this.platforms = platforms;
    this.deploying = deploying;
    this.retrieving = retrieving;
    this.beginCheck = beginCheck;
    this.platformChecks = platformChecks;
    this.deployedStates = deployedStates;
    this.submitOnce = submitOnce;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    all = platforms.all();
    PageAddress address = pageContext.address(ADDRESS);
    filter =
        new BoardFilter(
            address.get(TEXT),
            Stream.of(TileState.values())
                .filter(state -> state.name().equals(address.get(STATE)))
                .collect(Collectors.toSet()),
            all.stream()
                .map(Platform::id)
                .filter(id -> id.value().equals(address.get(PLATFORM)))
                .findFirst()
                .orElse(null));
    counts = tiles.counts(filter.inAnyState());
  }

  /** The overview has the counts only. */
  private KeysetPage<BoardRow> page() {
    KeysetPage<BoardRow> read = page;
    if (read == null) {
      read =
          KeysetPage.of(
              pageContext.address(ADDRESS),
              TypeKey::new,
              BoardRow::typeKey,
              (key, backwards, limit) -> tiles.rows(filter, key, backwards, limit));
      page = read;
    }
    return read;
  }

  /** Returns the number of tiles by state, in the order of precedence. */
  public List<Count> getCounts() {
    PageAddress address = pageContext.address(List.of(TEXT, PLATFORM));
    return Stream.of(TileState.values())
        .map(
            state ->
                new Count(
                    state,
                    counts.getOrDefault(state, 0),
                    "?" + address.with(STATE, state.name()).query(),
                    filter.states().contains(state)))
        .toList();
  }

  /** Returns the link to the tiles in every state. */
  public String getAnyState() {
    return "?" + pageContext.address(List.of(TEXT, PLATFORM)).query();
  }

  /** Returns the states. */
  public List<TileState> getStates() {
    return List.of(TileState.values());
  }

  /** Returns the value of a field as submitted, or from the query string. */
  public String fieldValue(String name) {
    return Objects.requireNonNullElse(pageContext.parameter(name), "");
  }

  /** Returns the idempotency key of the form: the submitted one, or a new one. */
  public String getForm() {
    return fieldValue("form").isEmpty() ? UUID.randomUUID().toString() : fieldValue("form");
  }

  /** Returns the platforms to choose from. */
  public List<Platform> getPlatforms() {
    return all;
  }

  /** Returns the platforms that have a column. */
  public List<Platform> getColumns() {
    PlatformId only = filter.platform();
    return all.stream().filter(one -> only == null || one.id().equals(only)).toList();
  }

  /** Returns the number of types on each platform that were never pushed; most have no tile. */
  public List<Untracked> getUntracked() {
    if (untracked == null) {
      untracked = untracked(deployedStates.counts());
    }
    return untracked;
  }

  private List<Untracked> untracked(Map<PlatformId, Map<DeployedState.State, Integer>> states) {
    return getColumns().stream()
        .map(
            one ->
                new Untracked(
                    one,
                    states
                        .getOrDefault(one.id(), Map.of())
                        .getOrDefault(DeployedState.State.UNTRACKED, 0)))
        .filter(one -> one.types() > 0)
        .toList();
  }

  /** Tells whether only some tiles are shown. */
  public boolean isFiltered() {
    return !filter.equals(BoardFilter.ALL);
  }

  /** Returns the types on this page. */
  public List<Line> getLines() {
    List<Platform> columns = getColumns();
    return page().rows().stream().map(row -> Line.of(row, columns)).toList();
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return page().next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return page().previous();
  }

  /** Tells whether a newer state of a tile is to be expected soon. */
  public boolean isOpen() {
    return page().rows().stream()
        .anyMatch(row -> row.tiles().stream().anyMatch(tile -> TileView.of(row, tile).isOpen()));
  }

  /** Starts a dry run of deploying the selected types, once, and opens its plan. */
  @Needs(Right.ACTION)
  public void plan() {
    act(
        once(
            "plan",
            (on, types) ->
                RunPage.pageOf(
                    deploying.deploy(
                        new DeploymentOrder(
                            on,
                            new DeploymentOrder.Named(types),
                            List.of(),
                            new PushOptions(true, false),
                            pageContext.cause(null))))));
  }

  /** Pulls the selected types, once. */
  @Needs(Right.ACTION)
  public void pull() {
    act(
        once(
            "pull",
            (on, types) ->
                RunPage.pageOf(
                    retrieving.retrieve(
                        new RetrievalOrder(on, types, pageContext.cause(pageContext.reason()))))));
  }

  /** Checks the selected types, unless a check of the platform is running. */
  @Needs(Right.ACTION)
  public void check() {
    act(
        (on, types) -> {
          boolean isRunning = platformChecks.open(on).isPresent();
          beginCheck.ask(on, types, pageContext.actor(), null);
          pageContext.done(isRunning ? "checkUnderway" : "checkBegun");
          return here();
        });
  }

  /** Opens the comparison of the selected types. */
  public void compare() {
    act(
        (on, types) -> {
          if (types.size() > ComparisonPage.MAX_TYPES) {
            throw new IllegalArgumentException(
                PageContext.text("boardCompareMost", ComparisonPage.MAX_TYPES));
          }
          return types.stream()
              .map(type -> "&type=" + PageAddress.encoded(type.value()))
              .collect(Collectors.joining("", "/console/comparison.xhtml?platform=" + on, ""));
        });
  }

  private String here() {
    return "/console/board.xhtml?" + pageContext.address(ADDRESS).query();
  }

  /** Wraps what may be started only once, however often the button is pressed. */
  private BiFunction<PlatformId, List<TypeKey>, String> once(
      String what, BiFunction<PlatformId, List<TypeKey>, String> start) {
    return (on, types) -> {
      String form = String.join("\n", "board", what, on.value(), types.toString(), getForm());
      return submitOnce
          .start(pageContext.actor(), form, () -> start.apply(on, types))
          .orElse(here());
    };
  }

  private void act(BiFunction<PlatformId, List<TypeKey>, String> action) {
    try {
      if (fieldValue("on").isEmpty()) {
        throw new IllegalArgumentException(PageContext.text("platformMissing"));
      }
      PlatformId on = new PlatformId(fieldValue("on"));
      pageContext.goTo(action.apply(on, selected(on)));
    } catch (UnknownPlatform e) {
      pageContext.refused(PageContext.text("unknownPlatform", e.id()));
    } catch (UnknownTypes e) {
      pageContext.refused(PageContext.text("unknownTypes", e.typeKeys().toString()));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  /** Returns the selected types, or all that match the filter on the platform. */
  private List<TypeKey> selected(PlatformId on) {
    List<TypeKey> types =
        pageContext.parameter("all") == null
            ? pageContext.parameters("type").stream()
                .filter(TypeKey::isLegal)
                .map(TypeKey::new)
                .toList()
            : tiles.rows(filter.on(on), null, false, MOST_TYPES).stream()
                .map(BoardRow::typeKey)
                .toList();
    if (types.isEmpty()) {
      throw new IllegalArgumentException(PageContext.text("boardNothingSelected"));
    }
    return types;
  }

  /** The number of tiles in a state, with the link to them. */
  public record Count(TileState state, int tiles, String link, boolean current) {}

  /** The number of types that are on a platform and were never pushed there. */
  public record Untracked(Platform platform, int types) {}

  /** One type with a cell for each platform that has a column. */
  public record Line(BoardRow row, List<Cell> cells) {
    static Line of(BoardRow row, List<Platform> columns) {
      Map<PlatformId, TileView> views =
          row.tiles().stream()
              .map(tile -> TileView.of(row, tile))
              .collect(Collectors.toMap(view -> view.tile().platform(), Function.identity()));
      return new Line(
          row, columns.stream().map(one -> new Cell(one, views.get(one.id()))).toList());
    }
  }

  /**
   * One type on one platform.
   *
   * @param view null when the tile does not match the filter
   */
  public record Cell(Platform platform, @Nullable TileView view) {}
}
