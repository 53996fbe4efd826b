package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Reporting;
import dev.synctrail.history.Period;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters that select the period of a report. */
public class PeriodParameters {
  @QueryParam("startDate")
  @Parameter(
      description =
          "Start: an instant, rounded to its quarter of an hour, or a date (UTC);"
              + " default 30 days before the end, configurable",
      example = "2026-01-31")
  @Nullable String startDate;

  @QueryParam("endDate")
  @Parameter(
      description =
          "End: an instant, rounded to its quarter of an hour, or a date, whose whole"
              + " day (UTC) is included; default now",
      example = "2026-01-31T09:30:00.000Z")
  @Nullable String endDate;

  Reporting.Span span(Reporting reporting) {
    Instant from = AnalyticsParameters.read("startDate", startDate, Period::start);
    Instant until = AnalyticsParameters.read("endDate", endDate, Period::end);
    return AnalyticsParameters.rejectingInvalid(() -> reporting.span(from, until));
  }
}
