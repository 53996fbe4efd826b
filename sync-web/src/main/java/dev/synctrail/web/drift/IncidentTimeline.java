package dev.synctrail.web.drift;

import dev.synctrail.drift.DriftIncident;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Episodes of drift on a common axis of time.
 *
 * @param from when the first of them may have begun
 * @param until when the last of them was over, or now
 */
public record IncidentTimeline(Instant from, Instant until, List<Line> lines) {

  static IncidentTimeline of(List<DriftIncident> episodes, Instant now) {
    Instant from =
        episodes.stream().map(IncidentTimeline::earliest).min(Instant::compareTo).orElse(now);
    Instant until = episodes.stream().map(one -> end(one, now)).max(Instant::compareTo).orElse(now);
    Axis axis = new Axis(from, until);
    return new IncidentTimeline(
        from,
        until,
        episodes.stream()
            .map(
                one ->
                    new Line(
                        one,
                        axis.at(earliest(one)),
                        axis.at(one.firstSeen()),
                        axis.at(one.lastSeen()),
                        axis.at(end(one, now))))
            .toList());
  }

  private static Instant earliest(DriftIncident episode) {
    return Objects.requireNonNullElse(episode.lastKnownGood(), episode.firstSeen());
  }

  private static Instant end(DriftIncident episode, Instant now) {
    return Objects.requireNonNullElse(episode.endedAt(), now);
  }

  private record Axis(Instant from, Instant until) {
    /** Ends stay whole. */
    String at(Instant instant) {
      double length = Math.max(1, until.toEpochMilli() - from.toEpochMilli());
      double part = (instant.toEpochMilli() - from.toEpochMilli()) / length;
      return String.format(Locale.ROOT, "%.2f%%", 2 + 96 * Math.min(1, Math.max(0, part)));
    }
  }

  /**
   * One episode; places are in percent of the axis.
   *
   * @param good when it was last seen as we left it, so that it began between this and {@code seen}
   * @param seen when it was first seen
   * @param last when it was last seen
   * @param end when it was over, or now
   */
  public record Line(DriftIncident episode, String good, String seen, String last, String end) {

    /** Tells whether it lasts. */
    public boolean isLasting() {
      return episode.endedAt() == null;
    }

    /** Returns where it differed, in one line. */
    public String fields() {
      return String.join(", ", episode.fields());
    }
  }
}
