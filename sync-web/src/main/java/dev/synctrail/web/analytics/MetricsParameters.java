package dev.synctrail.web.analytics;

import dev.synctrail.analytics.Dimension;
import dev.synctrail.analytics.Granularity;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.MetricsQuery;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.analytics.SeriesFilter;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import jakarta.ws.rs.QueryParam;
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
  @Parameter(description = "Platform")
  @Nullable PlatformId platform;

  @QueryParam("platformContains")
  @Parameter(description = "Part of the platform, case-insensitively", example = "prod")
  @Nullable String platformContains;

  @QueryParam("typeKey")
  @Parameter(description = "Content type")
  @Nullable TypeKey typeKey;

  @QueryParam("typeKeyContains")
  @Parameter(description = "Part of the content type, case-insensitively", example = "article")
  @Nullable String typeKeyContains;

  @QueryParam("direction")
  @Parameter(description = "Direction")
  @Nullable Direction direction;

  @QueryParam("operation")
  @Parameter(description = "Operation; of a dry run the planned one")
  @Nullable Operation operation;

  @QueryParam("granularity")
  @Parameter(
      description = "Length of an interval; default the whole period",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"15m", "1h", "1d", "1w", "1M"}))
  @Nullable String granularity;

  @QueryParam("zone")
  @Parameter(
      description = "IANA time zone of hours, days, weeks and months; default UTC",
      example = "Europe/Berlin")
  @Nullable String zone;

  @QueryParam("groupBy")
  @Parameter(
      description =
          "Dimensions, separated by commas: `platform`, `typeKey`, `direction`," + " `operation`",
      example = "typeKey,operation")
  @Nullable String groupBy;

  @QueryParam("measures")
  @Parameter(
      description = "Measures, separated by commas; default all",
      example = "successRate,p95Duration")
  @Nullable String measures;

  MetricsQuery query(Reporting.Span span) {
    Granularity bucketLength =
        AnalyticsParameters.read("granularity", granularity, Granularity::of);
    Set<Dimension> dimensions = AnalyticsParameters.readAll("groupBy", groupBy, Dimension::of);
    ZoneId timeZone = AnalyticsParameters.zone(zone);
    return AnalyticsParameters.rejectingInvalid(
        () ->
            new MetricsQuery(
                new SeriesFilter(
                    platform, platformContains, typeKey, typeKeyContains, direction, operation),
                span.from(),
                span.until(),
                bucketLength,
                timeZone,
                dimensions));
  }

  Set<Measure> requestedMeasures() {
    Set<Measure> requested = AnalyticsParameters.readAll("measures", measures, Measure::of);
    return requested.isEmpty() ? EnumSet.allOf(Measure.class) : requested;
  }
}
