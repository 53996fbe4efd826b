package dev.synctrail.web.importing;

import dev.synctrail.access.Right;
import dev.synctrail.importing.Importing;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Imports the history of another system or another Synctrail. */
@Path("/sync")
@Tag(name = "Syncs", description = "One transfer of one content type to or from a platform")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class ImportResource {
  private static final String NDJSON = "application/x-ndjson";

  private final Importing importing;

  @Inject
  public ImportResource(Importing importing) {
    this.importing = importing;
  }

  /** Imports syncs from NDJSON. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Path("import")
  @Consumes(NDJSON)
  @Operation(
      summary = "Import syncs",
      description =
          "One sync per line, as exported by"
              + " `/sync/export?format=ndjson&include=data&include=trail`, or with the fields"
              + " of the original API's `SyncHistory`. The body may have any size, a line at"
              + " most 120 MB. Each line is imported completely or not at all, independently of"
              + " the others. Syncs that are already stored are skipped, so an interrupted"
              + " import can be repeated with the same file. Nothing is sent to any platform. A"
              + " sync of another system has the recorder `IMPORTED`; every imported sync has"
              + " an event `IMPORTED`.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = NDJSON,
              schema = @Schema(type = SchemaType.STRING),
              example =
                  "{\"id\":\"cmf1k2\",\"typeKey\":\"ArticlePage\",\"targetPlatform\":\"optimizely\","
                      + "\"syncDirection\":\"PUSH\",\"syncStatus\":\"SUCCESS\","
                      + "\"pushedData\":{\"key\":\"ArticlePage\"},"
                      + "\"startedAt\":\"2026-01-31T09:30:00.000Z\","
                      + "\"completedAt\":\"2026-01-31T09:30:00.184Z\"}\n"))
  @APIResponseSchema(ImportAnswer.class)
  @APIResponse(
      responseCode = "503",
      description =
          "The database cannot be reached; or `DISK_FULL`: its disk is full, and the"
              + " detail says how many lines were imported")
  public ImportAnswer importLines(InputStream body, @Context SecurityContext security)
      throws IOException {
    return new FileImport(importing, security.getUserPrincipal().getName())
        .importAll(new LineReader(body, LineReader.MAX_LINE_LENGTH));
  }
}
