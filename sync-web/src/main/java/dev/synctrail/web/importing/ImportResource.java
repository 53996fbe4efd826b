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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Imports the history of another system or another Synctrail. */
@Path("/sync")
@Tag(name = "Syncs", description = "One type to or from one platform, once")
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
          "One sync per line, as `/sync/export?format=ndjson&include=data&include=trail` gives it,"
              + " or with the fields of the origin's `SyncHistory`. The body may have any size, a"
              + " line at most 32 MiB. Each line is taken whole or not at all, whatever becomes of"
              + " the others; one that is in already is skipped, so a file that broke off is simply"
              + " sent again. Nothing is sent to any platform. A sync of another system has the"
              + " recorder `IMPORTED`; every imported one has an event `IMPORTED`.")
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
  @APIResponse(
      responseCode = "200",
      description = "The file was read to its end; see `refused` and `errors` for what is not in",
      content = @Content(schema = @Schema(implementation = ImportAnswer.class)))
  @APIResponse(
      responseCode = "503",
      description =
          "The database cannot be reached; or `DISK_FULL`: it has no room left, and the detail says"
              + " how far the import came")
  public ImportAnswer importLines(InputStream body, @Context SecurityContext security)
      throws IOException {
    return new FileImport(importing, security.getUserPrincipal().getName())
        .importAll(new LineReader(body, LineReader.MAX_LINE_LENGTH));
  }
}
