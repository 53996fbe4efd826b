package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.AccessLog;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who looked at what, and who may. */
@Path("/")
@Tag(name = "Access", description = "Who may do what, and who has done it")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class AuditResource {
  private final AccessAudit accessAudit;

  @Inject
  public AuditResource(AccessAudit accessAudit) {
    this.accessAudit = accessAudit;
  }

  /** Lists what was accessed. */
  @GET
  @Path("access-log")
  @Needs(Right.AUDIT)
  @Operation(
      summary = "List what was accessed",
      description =
          "Payloads read, exports, sign-ins, changes to access, platforms and rules with what was"
              + " there before and after, and everything that was refused; the newest first. Nothing"
              + " in it ever changes, but that refusals of callers nobody knows are counted per"
              + " address and minute and go after some time. What was searched for inside payloads is"
              + " left out, and so are access tokens.")
  @APIResponse(
      responseCode = "200",
      description = "One page",
      content = @Content(schema = @Schema(implementation = AccessRecordList.class)),
      headers = @Header(name = "Link", description = "`rel=next` and `rel=prev` (RFC 8288)"))
  public Response log(
      @QueryParam("actor") @Parameter(description = "Only of this name", example = "ann")
          @Nullable String actor,
      @QueryParam("kind") @Parameter(description = "Only of this kind")
          AccessRecord.@Nullable Kind kind,
      @QueryParam("right") @Parameter(description = "Only where this right was used or missing")
          @Nullable Right right,
      @QueryParam("startDate") @Parameter(description = "Only from here on, itself included")
          @Nullable Instant from,
      @QueryParam("endDate") @Parameter(description = "Only before, itself left out")
          @Nullable Instant until,
      @QueryParam("limit") @Parameter(description = "1 to 200; 50 when left out")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "`nextCursor` or `prevCursor` of a page")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    Paging paging = Paging.asked(uri, limit, cursor);
    AccessLog.Filter filter = new AccessLog.Filter(actor, kind, right, from, until);
    Paging.Page<RecordAnswer> page =
        paging
            .page(
                accessAudit.page(
                    filter, paging.key(Long::valueOf), paging.backwards(), paging.limit() + 1),
                record -> Long.toString(record.number()))
            .map(RecordAnswer::of);
    return page.linked(
        Response.ok(
            new AccessRecordList(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, () -> accessAudit.count(filter)))));
  }

  /** Tells who may do what. */
  @GET
  @Path("access-review")
  @Needs(Right.AUDIT)
  @Operation(
      summary = "Tell who may do what",
      description =
          "Every person and token, those kept out too, with each right and when it was last used;"
              + " and whoever came with the proof of another issuer.")
  @APIResponse(
      responseCode = "200",
      description = "Everybody",
      content = @Content(schema = @Schema(implementation = AccessReview.class)))
  public Response review(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    var all = accessAudit.review();
    var page =
        Paging.asked(uri, limit, cursor)
            .of(all, holder -> holder.kind() + " " + holder.name())
            .map(HolderAnswer::of);
    return page.linked(
        Response.ok(
            new AccessReview(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, all::size))));
  }

  /** One record. */
  @Schema(name = "AccessRecord")
  public record RecordAnswer(
      @Schema(description = "When", required = true) Instant at,
      @Schema(description = "What", required = true) AccessRecord.Kind kind,
      @Schema(description = "Who; nobody known when it is missing", example = "ann")
          @Nullable String actor,
      @Schema(description = "What the actor showed") Caller.@Nullable Proof proof,
      @Schema(description = "The right that was used, or was missing") @Nullable Right right,
      @Schema(description = "The HTTP method", required = true, example = "GET") String method,
      @Schema(description = "Path and query", required = true, example = "/api/v1/sync/export")
          String target,
      @Schema(description = "Where the request came from", required = true, example = "10.0.0.7")
          String address,
      @Schema(
              description =
                  "Of a change, what was there `before` and `after`; of refusals of a caller nobody"
                      + " knows, how many (`times`) there were from that address in that minute, and"
                      + " when the last was (`lastAt`)",
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

  /** One page of records. */
  @Schema(name = "AccessRecordList")
  public record AccessRecordList(
      @Schema(description = "The records", required = true) List<RecordAnswer> data,
      @Schema(description = "The page after this one") @Nullable String nextCursor,
      @Schema(description = "The page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether more follow", required = true) boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}

  /** One right of a holder. */
  @Schema(name = "HeldRight")
  public record HeldRight(
      @Schema(description = "The right", required = true) Right right,
      @Schema(description = "When it was last used, to about a minute; never when it is missing")
          @Nullable Instant lastUsedAt) {}

  /** Somebody who may do something. */
  @Schema(name = "AccessHolder")
  public record HolderAnswer(
      @Schema(description = "The actor", required = true, example = "ann") String name,
      @Schema(description = "What kind of holder", required = true) AccessAudit.Holder.Kind kind,
      @Schema(description = "The role; missing for those who are managed elsewhere")
          @Nullable Role role,
      @Schema(description = "Whether it would be let in now", required = true) boolean admitted,
      @Schema(description = "Its rights", required = true) List<HeldRight> rights,
      @Schema(description = "When it was made") @Nullable Instant createdAt,
      @Schema(description = "By whom", example = "admin") @Nullable String createdBy,
      @Schema(description = "From when on it lets nobody in") @Nullable Instant expiresAt,
      @Schema(description = "When it was last used, to about a minute")
          @Nullable Instant lastUsedAt) {

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

  /** Everybody. */
  @Schema(name = "AccessReview")
  public record AccessReview(
      @Schema(description = "People, tokens, others", required = true) List<HolderAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
