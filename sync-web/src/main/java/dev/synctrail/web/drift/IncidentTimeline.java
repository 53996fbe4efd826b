package dev.synctrail.web.drift;

import dev.synctrail.drift.DriftIncident;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Drift incidents on a common time axis.
 *
 * @param from earliest possible start of an incident
 * @param until end of the last incident, or now
 */
public record IncidentTimeline(Instant from, Instant until, List<Line> lines) {

  static IncidentTimeline of(List<DriftIncident> incidents, Instant now) {
    Instant from =
        incidents.stream().map(IncidentTimeline::earliest).min(Instant::compareTo).orElse(now);
    Instant until =
        incidents.stream().map(one -> end(one, now)).max(Instant::compareTo).orElse(now);
    Axis axis = new Axis(from, until);
    return new IncidentTimeline(
        from,
        until,
        incidents.stream()
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

  private static Instant earliest(DriftIncident incident) {
    return Objects.requireNonNullElse(incident.lastKnownGood(), incident.firstSeen());
  }

  private static Instant end(DriftIncident incident, Instant now) {
    return Objects.requireNonNullElse(incident.endedAt(), now);
  }

  private record Axis(Instant from, Instant until) {
    /** Leaves a margin, so that the markers at both ends are not cut off. */
    String at(Instant instant) {
      double length = Math.max(1, until.toEpochMilli() - from.toEpochMilli());
      double part = (instant.toEpochMilli() - from.toEpochMilli()) / length;
      return String.format(Locale.ROOT, "%.2f%%", 2 + 96 * Math.min(1, Math.max(0, part)));
    }
  }

  /**
   * One incident; positions are in percent of the axis.
   *
   * @param lastGood last check in sync; the drift began between this and {@code first}
   * @param first first observation of the drift
   * @param last last observation of the drift
   * @param end end of the incident, or now
   */
  public record Line(
      DriftIncident incident, String lastGood, String first, String last, String end) {

    /** Tells whether the incident is ongoing. */
    public boolean isOngoing() {
      return incident.endedAt() == null;
    }

    /** Returns the fields that differed, in one line. */
    public String fields() {
      return String.join(", ", incident.fields());
    }
  }
}
