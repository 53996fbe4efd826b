package dev.synctrail.web.history;

import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Syncs on a time axis, one lane per status.
 *
 * @param from start of the first sync
 * @param until start of the last sync
 */
public record Timeline(Instant from, Instant until, List<Dot> dots) {
  private static final int LANE = 20;

  static Timeline of(List<SyncListRow> syncs) {
    List<Instant> times =
        syncs.stream().map(SyncListRow::startedAt).sorted(Comparator.naturalOrder()).toList();
    Instant from = times.get(0);
    Instant until = times.get(times.size() - 1);
    double length = Math.max(1, until.toEpochMilli() - from.toEpochMilli());
    return new Timeline(
        from,
        until,
        syncs.stream()
            .map(
                sync ->
                    new Dot(
                        sync,
                        percent((sync.startedAt().toEpochMilli() - from.toEpochMilli()) / length),
                        middleOf(sync.status())))
            .toList());
  }

  private static int middleOf(SyncStatus lane) {
    return List.of(SyncStatus.values()).indexOf(lane) * LANE + LANE / 2;
  }

  /** Leaves a margin of 1 % so that the first and last dots are not cut off. */
  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f%%", 1 + 98 * part);
  }

  /** Returns the lanes from top to bottom. */
  public List<SyncStatus> lanes() {
    return List.of(SyncStatus.values());
  }

  /** Returns the vertical middle of a lane in pixels. */
  public int middle(SyncStatus lane) {
    return middleOf(lane);
  }

  /**
   * One sync on the axis.
   *
   * @param x horizontal position in percent
   */
  public record Dot(SyncListRow sync, String x, int y) {}
}
