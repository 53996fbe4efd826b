package dev.synctrail.web.analytics;

import dev.synctrail.access.Right;
import dev.synctrail.analytics.Measure;
import dev.synctrail.analytics.Measuring;
import dev.synctrail.analytics.MetricsQuery;
import dev.synctrail.analytics.Reporting;
import dev.synctrail.analytics.RollingUp;
import dev.synctrail.analytics.SeriesFilter;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Reports and metrics computed from the recorded syncs; the numbers are exact at the time of the
 * request.
 */
@Path("/sync")
@Tag(name = "Analytics", description = "Aggregated figures of syncs")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class AnalyticsResource {
  private final Reporting reporting;
  private final Measuring measuring;
  private final RollingUp rollingUp;
  private final PlatformChoice defaultPlatform;
  private final Clock clock;

  @Inject
  public AnalyticsResource(
      Reporting reporting,
      Measuring measuring,
      RollingUp rollingUp,
      PlatformChoice defaultPlatform,
      Clock clock) {
    this.reporting = reporting;
    this.measuring = measuring;
    this.rollingUp = rollingUp;
    this.defaultPlatform = defaultPlatform;
    this.clock = clock;
  }

  /** Reports on a platform. */
  @GET
  @Needs(Right.METADATA)
  @Path("analytics")
  @Produces({MediaType.APPLICATION_JSON, HealthPdf.MEDIA_TYPE})
  @Operation(
      summary = "Show a report for a platform",
      description =
          "Health, failure patterns, success rate, or all measures of a platform. The"
              + " success rate is the share of SUCCESS in final syncs (SUCCESS, PARTIAL,"
              + " FAILED). Dry runs and operation NONE are counted separately. Percentiles are"
              + " accurate to 1 %.")
  @APIResponse(
      responseCode = "200",
      description = "Report",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema =
                @Schema(
                    oneOf = {
                      HealthAnswer.class,
                      MetricsAnswer.class,
                      FailuresAnswer.class,
                      SuccessRateAnswer.class
                    })),
        @Content(
            mediaType = HealthPdf.MEDIA_TYPE,
            schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  @APIResponse(
      responseCode = "400",
      description =
          "Invalid or unknown query parameter; the end is before the start; more than"
              + " 3660 days")
  @APIResponse(
      responseCode = "404",
      description = "The platform is not configured and has no syncs")
  public Response report(
      @QueryParam("type")
          @Parameter(
              description = "Kind of report; default `health`",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"health", "metrics", "failures", "success-rate"}))
          @Nullable String type,
      @QueryParam("platform")
          @Parameter(description = "Platform; default the only one, else `optimizely`")
          @Nullable PlatformId platform,
      @BeanParam PeriodParameters period,
      @QueryParam("format")
          @Parameter(
              description =
                  "`pdf` for the health report as PDF, the same as `Accept: application/pdf`",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"json", "pdf"}))
          @Nullable String format,
      @Context HttpHeaders headers) {
    boolean pdf = pdf(format, headers);
    String reportType = type == null ? "health" : type;
    PlatformId reportedPlatform = defaultPlatform.orNamed(platform);
    Reporting.Span span = period.span(reporting);
    try {
      return pdf
          ? pdf(reportType, reportedPlatform, span)
          : Response.ok(report(reportType, reportedPlatform, span))
              .type(MediaType.APPLICATION_JSON_TYPE)
              .build();
    } catch (UnknownPlatform e) {
      throw Problem.notFound("platform \"" + reportedPlatform + "\"");
    }
  }

  private static boolean pdf(@Nullable String format, HttpHeaders headers) {
    if (format == null) {
      return HealthPdf.MEDIA_TYPE.equals(headers.getAcceptableMediaTypes().get(0).toString());
    }
    if (!format.equals("pdf") && !format.equals("json")) {
      throw Problem.malformedParameter("format", "Must be one of json, pdf");
    }
    return format.equals("pdf");
  }

  private Response pdf(String type, PlatformId platform, Reporting.Span span) {
    if (!type.equals("health")) {
      throw Problem.malformedParameter("type", "Only the health report is available as PDF");
    }
    byte[] pdf = HealthPdf.of(reporting.health(platform, span), clock.instant());
    return Response.ok(pdf, HealthPdf.MEDIA_TYPE)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"synctrail-health-" + platform + ".pdf\"")
        .build();
  }

  private Record report(String type, PlatformId platform, Reporting.Span span) {
    return switch (type) {
      case "health" -> HealthAnswer.of(reporting.health(platform, span));
      case "metrics" -> metrics(platform, span);
      case "failures" ->
          FailuresAnswer.of(
              platform, span, reporting.failures(platform, span, FailuresAnswer.MAX_PATTERNS));
      case "success-rate" ->
          SuccessRateAnswer.of(platform, span, reporting.measures(platform, span));
      default ->
          throw Problem.malformedParameter(
              "type", "Must be one of health, metrics, failures, success-rate");
    };
  }

  private MetricsAnswer metrics(PlatformId platform, Reporting.Span span) {
    reporting.requireKnown(platform);
    MetricsQuery query =
        new MetricsQuery(
            SeriesFilter.of(platform), span.from(), span.until(), null, ZoneOffset.UTC, Set.of());
    return MetricsAnswer.of(query, measuring.measure(query), EnumSet.allOf(Measure.class));
  }

  /** Returns metrics of syncs. */
  @GET
  @Needs(Right.METADATA)
  @Path("metrics")
  @Operation(
      summary = "Query metrics of syncs",
      description =
          "Counts, rates and durations by time interval, in any time zone, and by"
              + " platform, type, direction and operation. Intervals without syncs are omitted.")
  @APIResponseSchema(MetricsAnswer.class)
  @APIResponse(
      responseCode = "400",
      description =
          "Invalid or unknown query parameter; the end is before the start; more than"
              + " 3660 days or 10000 buckets")
  public MetricsAnswer metrics(
      @BeanParam MetricsParameters parameters, @BeanParam PeriodParameters period) {
    MetricsQuery query = parameters.query(period.span(reporting));
    Set<Measure> requested = parameters.requestedMeasures();
    return MetricsAnswer.of(
        query, AnalyticsParameters.rejectingInvalid(() -> measuring.measure(query)), requested);
  }

  /** Starts a rebuild of all sums. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Path("analytics/rebuild")
  @Idempotent
  @Operation(
      summary = "Rebuild the roll-ups",
      description =
          "Recomputes all roll-ups from the syncs, day by day in the background,"
              + " starting at the purge horizon. Poll `Location` for progress and differences.")
  @APIResponseSchema(
      value = RebuildAnswer.class,
      responseCode = "202",
      responseDescription = "Requested; the state is at `Location`")
  @APIResponse(
      responseCode = "409",
      description = "`REBUILD_RUNNING`: a rebuild is already running")
  public Response requestRebuild(@Context SecurityContext security, @Context UriInfo uri) {
    if (!rollingUp.requestRebuild(security.getUserPrincipal().getName())) {
      throw Problem.conflict("REBUILD_RUNNING", "A rebuild is already running");
    }
    return Response.accepted(RebuildAnswer.of(rollingUp.rebuild()))
        .location(uri.getBaseUriBuilder().path("sync/analytics/rebuild").build())
        .build();
  }

  /** Shows the latest rebuild. */
  @GET
  @Needs(Right.METADATA)
  @Path("analytics/rebuild")
  @Operation(
      summary = "Show the last rebuild of the roll-ups",
      description = "State, start day and differences.")
  public RebuildAnswer lastRebuild() {
    return RebuildAnswer.of(rollingUp.rebuild());
  }
}
