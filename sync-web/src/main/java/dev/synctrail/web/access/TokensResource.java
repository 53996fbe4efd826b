package dev.synctrail.web.access;

import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Token;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Paging;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The tokens that other systems show. */
@Path("/tokens")
@Tag(name = "Access tokens", description = "Tokens that let other systems in")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class TokensResource {
  private final IssueTokens issueTokens;
  private final Administering administering;

  @Inject
  public TokensResource(IssueTokens issueTokens, Administering administering) {
    this.issueTokens = issueTokens;
    this.administering = administering;
  }

  /** Lists every token, without its secret. */
  @GET
  @Needs(Right.ADMINISTRATION)
  @Operation(
      summary = "List the tokens",
      description = "Revoked ones too, the newest first. Secrets are not kept and cannot be told.")
  @APIResponse(
      responseCode = "200",
      description = "Every token",
      content = @Content(schema = @Schema(implementation = TokenList.class)))
  public Response list(
      @QueryParam("limit") @Parameter(description = "How many, 1 to 200; 50 unless given")
          @Nullable Integer limit,
      @QueryParam("cursor") @Parameter(description = "From `nextCursor` or `prevCursor`")
          @Nullable String cursor,
      @QueryParam("count")
          @Parameter(description = "Whether to count the whole list too, as `total`")
          @Nullable Boolean count,
      @Context UriInfo uri) {
    var all = issueTokens.tokens();
    var page =
        Paging.asked(uri, limit, cursor)
            .of(all, token -> token.id().toString())
            .map(token -> TokenAnswer.of(token, null));
    return page.linked(
        Response.ok(
            new TokenList(
                page.data(),
                page.nextCursor(),
                page.prevCursor(),
                page.hasMore(),
                Paging.total(count, all::size))));
  }

  /** Makes a token and tells its secret, this once. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Make a token",
      description = "The secret is in the answer and nowhere else: it is kept only as its SHA-256.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TokenRequest.class)))
  @APIResponse(
      responseCode = "201",
      description = "The token with its secret",
      content = @Content(schema = @Schema(implementation = TokenAnswer.class)))
  @APIResponse(responseCode = "409", description = "`NAME_TAKEN`: the name was used before")
  @APIResponse(responseCode = "422", description = "`ALREADY_EXPIRED`: it would let nobody in")
  public Response make(byte[] body, @Context UriInfo uri) {
    TokenRequest wanted = JsonBody.read(body, TokenRequest::of);
    IssueTokens.Granted granted =
        administering.grant(wanted.name(), wanted.role(), wanted.expiresAt());
    return Response.created(
            uri.getAbsolutePathBuilder().path(granted.token().id().toString()).build())
        .entity(TokenAnswer.of(granted.token(), granted.secret().reveal()))
        .build();
  }

  /** Revokes a token. */
  @DELETE
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Operation(
      summary = "Revoke a token",
      description = "It lets nobody in from now on; what was done under its name stays.")
  @APIResponse(responseCode = "204", description = "Revoked")
  @APIResponse(responseCode = "404", description = "There is no such token, or it is revoked")
  public void revoke(@PathParam("id") @Parameter(description = "The token's id") UUID id) {
    administering.revoke(id);
  }

  /** A token that is wanted. */
  @Schema(name = "TokenRequest")
  public record TokenRequest(
      @Schema(
              description = "The actor of what is done with it; never used twice",
              required = true,
              minLength = 1,
              maxLength = 100,
              example = "ci")
          String name,
      @Schema(description = "What it may do; `OPERATOR` when left out", example = "OPERATOR")
          Role role,
      @Schema(description = "From when on it lets nobody in; never when left out")
          @Nullable Instant expiresAt) {

    static TokenRequest of(JsonBody in) {
      Role role = in.optionalConstant("role", Role.class);
      return new TokenRequest(
          in.text("name", 1, 100),
          role == null ? Role.OPERATOR : role,
          in.optionalInstant("expiresAt"));
    }
  }

  /** A token, and its secret when it has just been made. */
  @Schema(name = "Token")
  public record TokenAnswer(
      @Schema(description = "Its id", required = true) UUID id,
      @Schema(description = "The actor of what is done with it", required = true, example = "ci")
          String name,
      @Schema(description = "What it may do", required = true) Role role,
      @Schema(description = "The secret; only when it has just been made", example = "st_…")
          @Nullable String token,
      @Schema(description = "When it was made", required = true) Instant createdAt,
      @Schema(description = "Who made it", required = true, example = "admin") String createdBy,
      @Schema(description = "From when on it lets nobody in") @Nullable Instant expiresAt,
      @Schema(description = "When it was last shown, to about a minute")
          @Nullable Instant lastUsedAt,
      @Schema(description = "When it was revoked") @Nullable Instant revokedAt) {

    static TokenAnswer of(Token token, @Nullable String secret) {
      return new TokenAnswer(
          token.id(),
          token.name(),
          token.role(),
          secret,
          token.createdAt(),
          token.createdBy(),
          token.expiresAt(),
          token.lastUsedAt(),
          token.revokedAt());
    }
  }

  /** Every token. */
  @Schema(name = "TokenList")
  public record TokenList(
      @Schema(description = "The newest first", required = true) List<TokenAnswer> data,
      @Schema(description = "Leads to the page after this one") @Nullable String nextCursor,
      @Schema(description = "Leads to the page before this one") @Nullable String prevCursor,
      @Schema(description = "Whether there is a page after this one", required = true)
          boolean hasMore,
      @Schema(description = "How many there are in all; with `count=true` only")
          @Nullable Long total) {}
}
