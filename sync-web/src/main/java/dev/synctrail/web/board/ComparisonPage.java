package dev.synctrail.web.board;

import dev.synctrail.access.Right;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.LiveVersion;
import dev.synctrail.board.Tile;
import dev.synctrail.board.Tiles;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.version.StructuralDiff.Entry;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows where the newest versions of several types differ from what is live on a platform. */
@Named
@Needs(Right.PAYLOAD)
@RequestScoped
public class ComparisonPage {
  /** The most types on the page. */
  static final int MAX_TYPES = 50;

  private static final int MAX_POINTERS = 10;

  private final Tiles tiles;
  private final DeployedStates deployedStates;
  private final Versions versions;
  private final PayloadMasks payloadMasks;
  private final PageContext pageContext;
  private List<Line> lines = List.of();

  @Inject
  ComparisonPage(
      Tiles tiles,
      DeployedStates deployedStates,
      Versions versions,
      PayloadMasks payloadMasks,
      PageContext pageContext) {
    this.tiles = tiles;
    this.deployedStates = deployedStates;
    this.versions = versions;
    this.payloadMasks = payloadMasks;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    lines =
        pageContext.parameters("type").stream()
            .filter(TypeKey::isLegal)
            .distinct()
            .limit(MAX_TYPES)
            .flatMap(typeKey -> tiles.row(new TypeKey(typeKey)).stream())
            .flatMap(
                row -> row.tiles().stream().map(tile -> line(row, tile)).flatMap(Optional::stream))
            .toList();
  }

  private Optional<Line> line(BoardRow row, Tile tile) {
    return tile.platform().value().equals(getPlatform())
        ? Optional.of(new Line(row, TileView.of(row, tile), pointers(row, tile)))
        : Optional.empty();
  }

  /** Returns the platform. */
  public String getPlatform() {
    return Objects.requireNonNullElse(pageContext.parameter("platform"), "");
  }

  /** Returns the types that exist, in the order of the address. */
  public List<Line> getLines() {
    return lines;
  }

  private @Nullable List<String> pointers(BoardRow row, Tile tile) {
    return switch (tile.state()) {
      case CONFLICT, DRIFTED ->
          deployedStates
              .find(tile.platform(), row.typeKey())
              .map(DeployedState::fields)
              .orElse(null);
      case FAILED, PENDING, PINNED, BEHIND, IN_SYNC, NEVER_PUSHED ->
          Optional.ofNullable(tile.live())
              .map(LiveVersion::versionId)
              .flatMap(live -> between(live, row.newestVersion()))
              .orElse(null);
    };
  }

  private Optional<List<String>> between(VersionId live, VersionId newest) {
    return live.equals(newest)
        ? Optional.of(List.of())
        : content(live)
            .flatMap(before -> content(newest).map(after -> StructuralDiff.between(before, after)))
            .map(
                diff ->
                    Stream.of(diff.removed(), diff.added(), diff.modified())
                        .flatMap(List::stream)
                        .map(Entry::pointer)
                        .toList());
  }

  private Optional<StrictJson> content(VersionId id) {
    try {
      return versions
          .find(id)
          .flatMap(versions::content)
          .map(payloadMasks::shown)
          .map(shown -> StrictJson.read(shown.bytes()));
    } catch (SnapshotCorrupt e) {
      return Optional.empty();
    }
  }

  /**
   * One type.
   *
   * @param pointers where it differs; null when it cannot be compared
   */
  public record Line(BoardRow row, TileView view, @Nullable List<String> pointers) {
    /** Returns the first pointers in one line. */
    public String shown() {
      return pointers == null
          ? ""
          : String.join(", ", pointers.subList(0, Math.min(MAX_POINTERS, pointers.size())));
    }

    /** Returns the number of pointers that are not shown. */
    public int more() {
      return pointers == null ? 0 : Math.max(0, pointers.size() - MAX_POINTERS);
    }
  }
}
