package dev.synctrail.web.version;

import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out versions as a graph, newest first, with a lane for each line of descent. */
final class VersionGraph {
  static final int STEP = 16;

  private VersionGraph() {}

  /**
   * Lays out the versions.
   *
   * @param newestFirst the versions, from top to bottom
   */
  static List<Row> of(List<ContentTypeVersion> newestFirst) {
    List<Row> rows = new ArrayList<>();
    List<VersionId> lanes = new ArrayList<>();
    for (ContentTypeVersion version : newestFirst) {
      List<VersionId> before = List.copyOf(lanes);
      boolean expected = lanes.contains(version.id());
      if (!expected) {
        lanes.add(version.id());
      }
      int lane = lanes.indexOf(version.id());
      replace(lanes, lane, version.parents());
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < before.size(); i++) {
        VersionId through = before.get(i);
        lines.add(
            through.equals(version.id())
                ? Line.in(i, lane)
                : Line.through(i, lanes.indexOf(through)));
      }
      for (VersionId parent : version.parents()) {
        lines.add(Line.out(lane, lanes.indexOf(parent)));
      }
      int width = Math.max(lane + 1, Math.max(before.size(), lanes.size())) * STEP;
      rows.add(new Row(version, x(lane), width, lines));
    }
    return rows;
  }

  private static void replace(List<VersionId> lanes, int lane, List<VersionId> parents) {
    @Nullable VersionId first =
        parents.stream().filter(parent -> !lanes.contains(parent)).findFirst().orElse(null);
    if (first == null) {
      lanes.remove(lane);
    } else {
      lanes.set(lane, first);
    }
    parents.stream().filter(parent -> !lanes.contains(parent)).forEach(lanes::add);
  }

  private static int x(int lane) {
    return lane * STEP + STEP / 2;
  }

  /**
   * One version in the graph.
   *
   * @param x position of its dot
   * @param width width of the graph in its row
   */
  public record Row(ContentTypeVersion version, int x, int width, List<Line> lines) {}

  /** A line between two points of a row, which is 40 pixels high with the dot in the middle. */
  public record Line(int x1, int y1, int x2, int y2) {
    private static final int MIDDLE = 20;
    private static final int BOTTOM = 40;

    static Line in(int lane, int dot) {
      return new Line(x(lane), 0, x(dot), MIDDLE);
    }

    static Line through(int above, int below) {
      return new Line(x(above), 0, x(below), BOTTOM);
    }

    static Line out(int dot, int below) {
      return new Line(x(dot), MIDDLE, x(below), BOTTOM);
    }
  }
}
