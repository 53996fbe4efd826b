package dev.synctrail.web.export;

import dev.synctrail.access.Right;
import dev.synctrail.export.ExportQuery;
import dev.synctrail.export.ExportQuery.Part;
import dev.synctrail.export.SyncExport;
import dev.synctrail.export.UnknownExportPosition;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.BrokenAnswer;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.history.CriteriaParameters;
import dev.synctrail.web.history.PayloadSearchAccess;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Exports the history as a file. */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@SharedResource
public class ExportResource {
  private static final DateTimeFormatter FILE_NAME_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Logger LOG = System.getLogger(ExportResource.class.getName());

  private final SyncExport export;
  private final PayloadSearchAccess payloadSearchAccess;
  private final Authorization authorization;
  private final PayloadMasks payloadMasks;
  private final ExportSlots exportSlots;
  private final Clock clock;

  @Inject
  public ExportResource(
      SyncExport export,
      PayloadSearchAccess payloadSearchAccess,
      Authorization authorization,
      PayloadMasks payloadMasks,
      ExportSlots exportSlots,
      Clock clock) {
    this.export = export;
    this.payloadSearchAccess = payloadSearchAccess;
    this.authorization = authorization;
    this.payloadMasks = payloadMasks;
    this.exportSlots = exportSlots;
    this.clock = clock;
  }

  /** Exports syncs. */
  @GET
  @Needs(Right.EXPORT)
  @Path("export")
  @Produces({
    ExportFormat.CSV_TYPE,
    ExportFormat.NDJSON_TYPE,
    MediaType.APPLICATION_JSON,
    ExportFormat.XLSX_TYPE
  })
  @Operation(
      summary = "Export syncs",
      description =
          "All syncs that match the filters, in order, from one snapshot of the"
              + " database. An export that fails does not end properly: the connection is"
              + " closed. Continue with `cursor`, the `id` of the last complete sync received."
              + " In CSV, cells that begin with an apostrophe or with a character that starts a"
              + " formula in spreadsheets (`=`, `+`, `-`, `@`, tab, carriage return) get a"
              + " leading apostrophe; remove one leading apostrophe to restore the exact text."
              + " NDJSON with `include=data&include=trail` can be imported with `/sync/import`.")
  @APIResponse(
      responseCode = "200",
      description = "Exported file",
      content = {
        @Content(mediaType = ExportFormat.CSV_TYPE, schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = ExportFormat.NDJSON_TYPE, schema = @Schema(type = SchemaType.STRING)),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class)),
        @Content(
            mediaType = ExportFormat.XLSX_TYPE,
            schema = @Schema(type = SchemaType.STRING, format = "binary"))
      },
      headers = @Header(name = "Content-Disposition", description = "File name with the time"))
  @APIResponse(
      responseCode = "400",
      description =
          "Invalid or unknown query parameter; or the sync of the cursor no longer exists")
  @APIResponse(
      responseCode = "429",
      description =
          "`TOO_MANY_EXPORTS`: too many concurrent exports of this caller; or too many"
              + " requests. Retry after `Retry-After`")
  public Response export(
      @BeanParam CriteriaParameters criteria,
      @QueryParam("format")
          @Parameter(
              description = "File format; default: the one that `Accept` prefers, or `csv`",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"csv", "ndjson", "json", "xlsx"}))
          @Nullable String format,
      @QueryParam("include")
          @Parameter(
              description =
                  "Additional content: `data`, the exact bytes of the payloads (not with xlsx;"
                      + " in CSV as base64); `trail`, attempts with exchanges and events (with ndjson"
                      + " and json)",
              example = "data")
          List<String> include,
      @QueryParam("cursor")
          @Parameter(
              description =
                  "`id` of a sync of the same filter and order; the export continues after it",
              example = "019a1f0c-5e80-7c3a-9d53-2b7f6f0f9a41")
          @Nullable UUID cursor,
      @QueryParam("bom")
          @Parameter(
              description = "Adds a byte order mark to CSV, so that Excel reads it as UTF-8",
              schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"),
              example = "true")
          @Nullable Boolean bom,
      @Context HttpHeaders headers,
      @Context HttpServletRequest request,
      @Context HttpServletResponse response) {
    List<Fault> faults = new ArrayList<>();
    ExportFormat exportFormat =
        format == null
            ? ExportFormat.preferred(headers.getAcceptableMediaTypes())
            : format(format, faults);
    Set<Part> parts = parts(include, exportFormat, faults);
    boolean withBom = Boolean.TRUE.equals(bom);
    if (withBom && !exportFormat.takesByteOrderMark()) {
      faults.add(Fault.parameter("bom", "Only CSV can have a byte order mark"));
    }
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
    if (parts.contains(Part.DATA)) {
      authorization.require(Right.PAYLOAD);
      payloadMasks.requireNothingHidden();
    }
    ExportQuery query =
        new ExportQuery(
            payloadSearchAccess.allowed(criteria.filter()),
            criteria.order(),
            cursor == null ? null : new SyncId(cursor),
            parts);
    StreamingOutput file =
        out -> {
          try {
            exportSlots.write(
                request, out, watched -> exportFormat.write(export, query, withBom, watched));
          } catch (UnknownExportPosition e) {
            throw Problem.malformedParameter("cursor", String.valueOf(e.getMessage()));
          } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
              LOG.log(Level.WARNING, "An export was aborted: {0}", e.getMessage());
              BrokenAnswer.cut(request);
            }
            throw e;
          }
        };
    payloadSearchAccess.addUnindexed(query.filter(), response);
    return file(exportFormat, file);
  }

  private Response file(ExportFormat exportFormat, StreamingOutput file) {
    return Response.ok(file)
        .type(exportFormat.mediaType())
        .header("Content-Disposition", disposition(clock, exportFormat.extension()))
        .build();
  }

  static String disposition(Clock clock, String extension) {
    return "attachment; filename=\"syncs-%s.%s\""
        .formatted(FILE_NAME_TIME.format(clock.instant()), extension);
  }

  private static ExportFormat format(String text, List<Fault> faults) {
    return Arrays.stream(ExportFormat.values())
        .filter(format -> format.extension().equals(text))
        .findFirst()
        .orElseGet(
            () -> {
              faults.add(Fault.parameter("format", "Must be one of csv, ndjson, json, xlsx"));
              return ExportFormat.NDJSON;
            });
  }

  private static Set<Part> parts(List<String> include, ExportFormat format, List<Fault> faults) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String text : include) {
      switch (text) {
        case "data" -> parts.add(Part.DATA);
        case "trail" -> parts.add(Part.TRAIL);
        default -> faults.add(Fault.parameter("include", "Must be data or trail"));
      }
    }
    String unsupported =
        parts.stream()
            .filter(part -> !format.holds(part))
            .map(part -> part.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" and "));
    if (!unsupported.isEmpty()) {
      faults.add(
          Fault.parameter(
              "include", "A file of " + format.extension() + " cannot hold " + unsupported));
    }
    return parts;
  }
}
