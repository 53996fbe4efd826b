package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.retention.Retaining;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.retention.RetentionRules;
import dev.synctrail.retention.RuleBook;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.ConditionParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the retention rules and replaces all of them. */
@Path("/retention/rules")
@Tag(name = RulesResource.TAG, description = "Retention rules, legal holds and purges")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class RulesResource {
  static final String TAG = "Retention";

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
      summary = "Show the retention rules",
      description =
          "Without rules, nothing is purged. The first rule that matches a sync applies"
              + " to all of its data. Ages count from `startedAt`. The revision is the ETag.")
  @APIResponseSchema(value = Rules.class, responseDescription = "Retention rules")
  public Response show() {
    return answer(book.current());
  }

  /** Replaces the rules. */
  @PUT
  @Needs(Right.ADMINISTRATION)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Replace the retention rules",
      description =
          "Replaces all rules; earlier revisions are kept. Rules take effect with the"
              + " next purge. Content type versions and pending syncs are never purged.")
  @APIResponseSchema(value = Rules.class, responseDescription = "Retention rules after the change")
  @APIResponse(
      responseCode = "409",
      description = "`CHANGED_MEANWHILE`: changed concurrently by another caller")
  @Transactional
  public Response replace(
      @BeanParam ConditionParameters conditions,
      RulesRequest request,
      @Context SecurityContext security) {
    List<RetentionRule> requested = request.rules().stream().map(RuleEntry::rule).toList();
    RetentionRules current = book.current();
    conditions.read().require(etag(current), "the rules");
    RetentionRules replaced =
        retaining
            .replace(current, requested, security.getUserPrincipal().getName())
            .orElseThrow(
                () ->
                    Problem.conflict(
                        "CHANGED_MEANWHILE", "Another caller has just changed the rules"));
    authorization.changed(Rules.of(current), Rules.of(replaced));
    return answer(replaced);
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
      @Schema(description = "At most 100 rules; the first that matches a sync applies")
          @Size(max = 100)
          @NotNull
          List<RuleEntry> rules) {}

  /** The rules, with the user who set them. */
  @Schema(name = "RetentionRules")
  public record Rules(
      @Schema(description = "Number of changes", example = "3") int revision,
      @Schema(description = "Rules in order of precedence") List<RuleEntry> rules,
      @Schema(description = "Time of the last change") @Nullable Instant changedAt,
      @Schema(description = "Author of the last change", example = "admin")
          @Nullable String changedBy) {

    static Rules of(RetentionRules rules) {
      return new Rules(
          rules.revision(),
          rules.rules().stream().map(RuleEntry::of).toList(),
          rules.changedAt(),
          rules.changedBy());
    }
  }
}
