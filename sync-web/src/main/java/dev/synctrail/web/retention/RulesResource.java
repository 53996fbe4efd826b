package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.retention.Retaining;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.retention.RetentionRules;
import dev.synctrail.retention.RuleBook;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Preconditions;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the retention rules and replaces all of them. */
@Path("/retention/rules")
@Tag(name = RulesResource.TAG, description = "How long what is recorded stays")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RulesResource {
  static final String TAG = "Retention";

  private static final int MAX_RULES = 100;

  private final RuleBook book;
  private final Retaining retaining;
  private final Authorization authorization;

  @Inject
  public RulesResource(RuleBook book, Retaining retaining, Authorization authorization) {
    this.book = book;
    this.retaining = retaining;
    this.authorization = authorization;
  }

  /** Shows the rules. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "Show the rules of retention",
      description =
          "Without any, nothing is ever purged. Of those that fit a sync the first decides, for all"
              + " that belongs to it. Ages count from `startedAt`. The revision is the ETag.")
  @APIResponse(
      responseCode = "200",
      description = "The rules",
      content = @Content(schema = @Schema(implementation = Rules.class)))
  public Response show() {
    return answer(book.current());
  }

  /** Replaces the rules. */
  @PUT
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Replace the rules of retention",
      description =
          "All of them; what they were stays on record. They take nothing by themselves: a purge"
              + " does. Content type versions and unsettled syncs are never purged.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = RulesRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "The rules as they are now",
      content = @Content(schema = @Schema(implementation = Rules.class)))
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: by somebody else, just now")
  @APIResponse(
      responseCode = "412",
      description = "`PRECONDITION_FAILED`: `If-Match` or `If-None-Match` does not hold")
  @Transactional
  public Response replace(
      @HeaderParam("If-Match")
          @Parameter(
              description = "ETags, of which one must be that of the rules to be replaced",
              schema = @Schema(type = SchemaType.STRING),
              example = "\"1\"")
          @Nullable List<String> ifMatch,
      @HeaderParam("If-None-Match")
          @Parameter(
              description = "ETags, of which none may be the present one; `*` for none at all",
              schema = @Schema(type = SchemaType.STRING),
              example = "\"2\"")
          @Nullable List<String> ifNoneMatch,
      byte[] body,
      @Context SecurityContext security) {
    List<RetentionRule> requested = JsonBody.read(body, RulesResource::rules);
    RetentionRules current = book.current();
    Preconditions.of(ifMatch, ifNoneMatch).require(etag(current), "the rules");
    RetentionRules replaced =
        retaining
            .replace(current, requested, security.getUserPrincipal().getName())
            .orElseThrow(
                () ->
                    Problem.conflict(
                        "CHANGED_MEANWHILE", "Somebody else changed the rules just now"));
    authorization.changed(Rules.of(current), Rules.of(replaced));
    return answer(replaced);
  }

  private static List<RetentionRule> rules(JsonBody in) {
    List<RetentionRule> rules = in.objects("rules", RuleEntry::read);
    if (!in.has("rules")) {
      in.fault("rules", "Missing");
    } else if (rules.size() > MAX_RULES) {
      in.fault("rules", "More than " + MAX_RULES);
    }
    return rules;
  }

  private static Response answer(RetentionRules rules) {
    return Response.ok(Rules.of(rules)).header("ETag", etag(rules)).build();
  }

  private static String etag(RetentionRules rules) {
    return "\"" + rules.revision() + "\"";
  }

  /** The request to replace the rules. */
  @Schema(name = "RetentionRulesRequest")
  public record RulesRequest(
      @Schema(
              description = "At most 100; of those that fit a sync the first decides",
              required = true)
          List<RuleEntry> rules) {}

  /** The rules, with the user who set them. */
  @Schema(name = "RetentionRules")
  public record Rules(
      @Schema(description = "How often they were changed", required = true, example = "3")
          int revision,
      @Schema(description = "In the order in which they decide", required = true)
          List<RuleEntry> rules,
      @Schema(description = "When they were changed last") @Nullable Instant changedAt,
      @Schema(description = "Who changed them", example = "admin") @Nullable String changedBy) {

    static Rules of(RetentionRules rules) {
      return new Rules(
          rules.revision(),
          rules.rules().stream().map(RuleEntry::of).toList(),
          rules.changedAt(),
          rules.changedBy());
    }
  }
}
