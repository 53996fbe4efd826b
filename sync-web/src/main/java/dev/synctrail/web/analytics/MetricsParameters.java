package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Dimension;
import dev.synctrail.analytics.Granularity;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.MetricsQuery;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Period;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of metrics. */
public class MetricsParameters {
  @QueryParam("platform")
  @Parameter(description = "Only of this platform")
  @Nullable PlatformId platform;

  @QueryParam("typeKey")
  @Parameter(description = "Only of this type")
  @Nullable TypeKey typeKey;

  @QueryParam("direction")
  @Parameter(description = "Only pushes, or only pulls")
  @Nullable Direction direction;

  @QueryParam("operation")
  @Parameter(description = "Only what did this, or for a dry run would have")
  @Nullable Operation operation;

  @QueryParam("startDate")
  @Parameter(
      description =
          "Only from here on: an instant, with the quarter of an hour it is in, or a date for its"
              + " day in UTC; 30 days before the end unless given or configured",
      example = "2026-01-31")
  @Nullable String startDate;

  @QueryParam("endDate")
  @Parameter(
      description =
          "Only before: an instant, with the quarter of an hour it is in, or a date whose whole day"
              + " is in; now unless given",
      example = "2026-01-31T09:30:00.000Z")
  @Nullable String endDate;

  @QueryParam("granularity")
  @Parameter(
      description = "How long each stretch is; the whole period unless given",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"15m", "1h", "1d", "1w", "1M"}))
  @Nullable String granularity;

  @QueryParam("zone")
  @Parameter(
      description =
          "The IANA time zone that hours, days, weeks and months are of; UTC unless given",
      example = "Europe/Berlin")
  @Nullable String zone;

  @QueryParam("groupBy")
  @Parameter(
      description =
          "What to tell apart, separated by commas: `platform`, `typeKey`, `direction`, `operation`",
      example = "typeKey,operation")
  @Nullable String groupBy;

  @QueryParam("measures")
  @Parameter(
      description = "What to say of each bucket, separated by commas; everything unless given",
      example = "successRate,p95Duration")
  @Nullable String measures;

  MetricsQuery query(Reporting reporting) {
    Instant from = AnalyticsParameters.read("startDate", startDate, Period::start);
    Instant until = AnalyticsParameters.read("endDate", endDate, Period::end);
    Granularity bucketLength =
        AnalyticsParameters.read("granularity", granularity, Granularity::of);
    Set<Dimension> dimensions = AnalyticsParameters.readAll("groupBy", groupBy, Dimension::of);
    ZoneId timeZone = AnalyticsParameters.zone(zone);
    return AnalyticsParameters.rejectingInvalid(
        () -> {
          Reporting.Span span = reporting.span(from, until);
          return new MetricsQuery(
              platform,
              typeKey,
              direction,
              operation,
              span.from(),
              span.until(),
              bucketLength,
              timeZone,
              dimensions);
        });
  }

  Set<Measure> requestedMeasures() {
    Set<Measure> requested = AnalyticsParameters.readAll("measures", measures, Measure::of);
    return requested.isEmpty() ? EnumSet.allOf(Measure.class) : requested;
  }
}
