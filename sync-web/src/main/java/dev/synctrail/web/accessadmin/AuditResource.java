package dev.synctrail.web.accessadmin;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessLog;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.history.Page;
import dev.synctrail.json.StrictJson;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the audit log of accesses and the review of current rights. */
@Path("/")
@Tag(name = "Access", description = "Users, roles, rights and the access log")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class AuditResource {
  private final AccessAudit accessAudit;

  @Inject
  public AuditResource(AccessAudit accessAudit) {
    this.accessAudit = accessAudit;
  }

  /** Lists the recorded accesses. */
  @GET
  @Path("access-log")
  @Needs(Right.AUDIT)
  @Operation(
      summary = "List the access log",
      description =
          "Payloads read, exports, sign-ins, changes to access, platforms and rules with"
              + " the values before and after, and denied requests; newest first. Entries never"
              + " change. Denied requests of unknown callers are counted per address and"
              + " minute, and are deleted after some time. Payload search terms and access"
              + " tokens are not recorded.")
  public Page<RecordAnswer> log(
      @QueryParam("actor") @Parameter(description = "Actor", example = "ann")
          @Nullable String actor,
      @QueryParam("actorContains")
          @Parameter(description = "Part of the actor, case-insensitively", example = "an")
          @Nullable String actorPart,
      @QueryParam("kind") @Parameter(description = "Kind of entry")
          AccessRecord.@Nullable Kind kind,
      @QueryParam("right") @Parameter(description = "Right that was used or missing")
          @Nullable Right right,
      @QueryParam("startDate") @Parameter(description = "Start, inclusive") @Nullable Instant from,
      @QueryParam("endDate") @Parameter(description = "End, exclusive") @Nullable Instant until,
      @BeanParam PageParameters page) {
    AccessLog.Filter filter = new AccessLog.Filter(actor, actorPart, kind, right, from, until);
    return page.read(
            Long::valueOf,
            (key, backwards, size) -> accessAudit.page(filter, key, backwards, size),
            AccessRecord::number,
            () -> accessAudit.count(filter))
        .map(RecordAnswer::of);
  }

  /** Lists who holds which rights. */
  @GET
  @Path("access-review")
  @Needs(Right.AUDIT)
  @Operation(
      summary = "List users and tokens with their rights",
      description =
          "Every user and token, including locked and revoked ones, with each right and"
              + " its last use, and users authenticated by another issuer.")
  public Page<HolderAnswer> review(@BeanParam PageParameters page) {
    return page.of(accessAudit.review(), holder -> holder.kind() + " " + holder.name())
        .map(HolderAnswer::of);
  }

  /** An access record. */
  @Schema(name = "AccessRecord")
  public record RecordAnswer(
      @Schema(description = "Time") Instant at,
      @Schema(description = "Kind of entry") AccessRecord.Kind kind,
      @Schema(description = "Actor; absent for unknown callers", example = "ann")
          @Nullable String actor,
      @Schema(description = "How the caller authenticated") Caller.@Nullable Proof proof,
      @Schema(description = "Right that was used or missing") @Nullable Right right,
      @Schema(description = "HTTP method", example = "GET") String method,
      @Schema(description = "Path and query", example = "/api/v1/sync/export") String target,
      @Schema(description = "Client IP address", example = "10.0.0.7") String address,
      @Schema(
              description =
                  "For changes, the values `before` and `after`; for denied requests of unknown"
                      + " callers, their number from this address in this minute (`times`) and the"
                      + " time of the last (`lastAt`)",
              implementation = JsonObject.class)
          @Nullable JsonObject details) {

    static RecordAnswer of(AccessRecord record) {
      String details = record.details();
      return new RecordAnswer(
          record.at(),
          record.kind(),
          record.actor(),
          record.proof(),
          record.right(),
          record.method(),
          record.target(),
          record.address(),
          details == null
              ? null
              : StrictJson.readObject(details.getBytes(StandardCharsets.UTF_8)).object());
    }
  }

  /** A right of a holder. */
  @Schema(name = "HeldRight")
  public record HeldRight(
      @Schema(description = "Right") Right right,
      @Schema(description = "Last use, accurate to about a minute; absent if never used")
          @Nullable Instant lastUsedAt) {}

  /** A user or token that holds rights. */
  @Schema(name = "AccessHolder")
  public record HolderAnswer(
      @Schema(description = "Actor", example = "ann") String name,
      @Schema(description = "Kind of holder") AccessAudit.Holder.Kind kind,
      @Schema(description = "Role; absent for users managed by another issuer") @Nullable Role role,
      @Schema(description = "Whether it can authenticate now") boolean admitted,
      @Schema(description = "Rights") List<HeldRight> rights,
      @Schema(description = "Creation time") @Nullable Instant createdAt,
      @Schema(description = "Creator", example = "admin") @Nullable String createdBy,
      @Schema(description = "Expiry time") @Nullable Instant expiresAt,
      @Schema(description = "Last use, accurate to about a minute") @Nullable Instant lastUsedAt) {

    static HolderAnswer of(AccessAudit.Holder holder) {
      return new HolderAnswer(
          holder.name(),
          holder.kind(),
          holder.role(),
          holder.admitted(),
          holder.rights().stream()
              .sorted()
              .map(right -> new HeldRight(right, holder.lastUsed().get(right)))
              .toList(),
          holder.createdAt(),
          holder.createdBy(),
          holder.expiresAt(),
          holder.lastUsedAt());
    }
  }
}
