package dev.synctrail.web.accessadmin;

import static java.util.Objects.requireNonNullElse;

import dev.synctrail.access.IssueTokens;
import dev.synctrail.access.Right;
import dev.synctrail.access.Role;
import dev.synctrail.access.Token;
import dev.synctrail.history.Page;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.RequestRules;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The access tokens of API clients. */
@Path("/tokens")
@Tag(name = "Access tokens", description = "Access tokens for other systems")
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

  /** Lists all tokens without their secrets. */
  @GET
  @Needs(Right.ADMINISTRATION)
  @Operation(
      summary = "List tokens",
      description =
          "Newest first, including revoked tokens. Secrets are not stored and cannot be"
              + " shown.")
  public Page<TokenAnswer> list(@BeanParam PageParameters page) {
    return page.of(issueTokens.tokens(), token -> token.id().toString())
        .map(token -> TokenAnswer.of(token, null));
  }

  /** Creates a token and returns its secret, which is shown only once. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Create a token",
      description = "The secret is only in this response; only its SHA-256 is stored.")
  @APIResponseSchema(
      value = TokenAnswer.class,
      responseCode = "201",
      responseDescription = "Token with its secret")
  @APIResponse(responseCode = "409", description = "`NAME_TAKEN`: the name is or was in use")
  @APIResponse(
      responseCode = "422",
      description = "`ALREADY_EXPIRED`: the expiry time is in the past")
  public Response make(TokenRequest request, @Context UriInfo uri) {
    IssueTokens.Granted granted =
        administering.grant(
            request.name(), requireNonNullElse(request.role(), Role.OPERATOR), request.expiresAt());
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
      description =
          "Once this is answered, every server rejects requests with the token. Records of past"
              + " actions are kept.")
  @APIResponse(responseCode = "204", description = "Revoked")
  @APIResponse(responseCode = "404", description = "Token not found or already revoked")
  public void revoke(@PathParam("id") @Parameter(description = "Id of the token") UUID id) {
    administering.revoke(id);
  }

  /** The request for a token. */
  @Schema(name = "TokenRequest")
  public record TokenRequest(
      @Schema(description = "Name that is recorded as actor; never reused", example = "ci")
          @Size(min = 1, max = Administering.MAX_NAME_LENGTH)
          String name,
      @Schema(description = "Role; default `OPERATOR`", example = "OPERATOR") @Nullable Role role,
      @Schema(description = "Expiry time; without it, the token is valid until revoked")
          @Nullable Instant expiresAt)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      if (name != null && !name.isEmpty() && !Administering.isTokenName(name)) {
        faults.accept(
            "/name", "Must not contain invisible characters, or begin or end with a space");
      }
    }
  }

  /** A token; the secret is included only in the response that creates it. */
  @Schema(name = "Token")
  public record TokenAnswer(
      @Schema(description = "Id") UUID id,
      @Schema(description = "Name that is recorded as actor", example = "ci") String name,
      @Schema(description = "Rights") Role role,
      @Schema(description = "Secret; only in the response that created it", example = "st_…")
          @Nullable String token,
      @Schema(description = "Creation time") Instant createdAt,
      @Schema(description = "Creator", example = "admin") String createdBy,
      @Schema(description = "Expiry time") @Nullable Instant expiresAt,
      @Schema(description = "Last use, accurate to about a minute") @Nullable Instant lastUsedAt,
      @Schema(description = "Revocation time") @Nullable Instant revokedAt,
      @Schema(
              description =
                  "User who created the token for personal use and whose rights limit it; absent"
                      + " for other tokens",
              example = "ann")
          @Nullable String owner) {

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
          token.revokedAt(),
          token.owner());
    }
  }
}
