package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.ledger.PeriodReports;
import dev.synctrail.ledger.PeriodReports.Report;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reports everything that was recorded in a period, with a statement that nothing is missing. */
@Path("/reports")
@Tag(name = "Ledger")
@SharedResource
public class ReportsResource {
  private final PeriodReports reports;
  private final PeriodFiles files;

  @Inject
  public ReportsResource(PeriodReports reports, PeriodFiles files) {
    this.reports = reports;
    this.files = files;
  }

  /** Reports a period. */
  @GET
  @Path("period")
  @Needs(Right.EXPORT)
  @Produces({MediaType.APPLICATION_JSON, PeriodPdf.MEDIA_TYPE})
  @Operation(
      summary = "Report a period",
      description =
          "Every sync, run, drift incident, conflict, access to payloads, purge and erasure that"
              + " was put into the ledger in the period, in the order of the log, once for each"
              + " state that was recorded. `completeness` has the first and the last leaf, the"
              + " checkpoints around them, and the consistency proofs between these and the"
              + " checkpoint as of which it is reported. The same `checkpoint` gives the same"
              + " bytes, until something in the report is erased.")
  @APIResponse(
      responseCode = "200",
      description = "Report",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.OBJECT)),
        @Content(
            mediaType = PeriodPdf.MEDIA_TYPE,
            schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  @APIResponse(responseCode = "404", description = "The ledger has no such checkpoint")
  @APIResponse(
      responseCode = "422",
      description = "`REPORT_TOO_LONG`: as PDF, a report has at most 5000 records")
  @APIResponse(responseCode = "429", description = "`TOO_MANY_EXPORTS`: retry after `Retry-After`")
  public Response period(
      @QueryParam("from")
          @Parameter(description = "Start, inclusive", example = "2026-11-01T00:00:00Z")
          @Nullable String from,
      @QueryParam("until")
          @Parameter(description = "End, exclusive", example = "2026-12-01T00:00:00Z")
          @Nullable String until,
      @QueryParam("checkpoint")
          @Parameter(
              description =
                  "Number of leaves of the checkpoint as of which it is reported; default: the"
                      + " newest",
              example = "4711")
          @Nullable Long checkpoint,
      @Context HttpHeaders headers,
      @Context HttpServletRequest request,
      @Context HttpServletResponse response) {
    List<Fault> faults = new ArrayList<>();
    Instant start = instant("from", from, faults);
    Instant end = instant("until", until, faults);
    if (faults.isEmpty() && !start.isBefore(end)) {
      faults.add(Fault.parameter("until", "Must be after from"));
    }
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
    Report report =
        reports
            .of(start, end, checkpoint)
            .orElseThrow(() -> Problem.notFound("checkpoint of this size"));
    boolean asPdf =
        PeriodPdf.MEDIA_TYPE.equals(headers.getAcceptableMediaTypes().get(0).toString());
    PeriodFile file = new PeriodFile(report, asPdf);
    StreamingOutput out = to -> files.write(file, to, request, response);
    return Response.ok(out)
        .type(file.mediaType())
        .header("Content-Disposition", file.disposition())
        .build();
  }

  private static Instant instant(String name, @Nullable String text, List<Fault> faults) {
    try {
      return Instant.parse(String.valueOf(text));
    } catch (DateTimeException e) {
      faults.add(Fault.parameter(name, "Must be an instant such as 2026-11-01T00:00:00Z"));
      return Instant.EPOCH;
    }
  }
}
