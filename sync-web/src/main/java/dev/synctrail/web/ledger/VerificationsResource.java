package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.history.Page;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.Verification;
import dev.synctrail.ledger.Verifications;
import dev.synctrail.ledger.Verifying;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.RequestRules;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Verifies that everything that is stored is as the ledger says, and shows what was found. */
@Path("/ledger/verifications")
@Tag(name = "Ledger")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class VerificationsResource {
  private final Verifying verifying;
  private final Verifications verifications;

  @Inject
  public VerificationsResource(Verifying verifying, Verifications verifications) {
    this.verifying = verifying;
    this.verifications = verifications;
  }

  /** Requests a verification. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Verify the ledger",
      description =
          "Compares all rows and payloads with the entries of the ledger, recomputes its tree, and"
              + " checks all signatures. Runs in the background, one at a time, and begins anew"
              + " after a restart. Nothing is repaired. With `from` or `until`, only the entries of"
              + " this period and the rows they are about are verified; rows that no entry is about"
              + " are found only without a period. With `checkpoint`, the log must continue that"
              + " checkpoint; with `receipt`, the log must have what the receipt promised.")
  @APIResponseSchema(
      value = VerificationAnswer.class,
      responseCode = "202",
      responseDescription = "Requested; the result will be at `Location`")
  @APIResponse(
      responseCode = "422",
      description =
          "`NOT_OF_THIS_LEDGER`: not a checkpoint or receipt that a key of this ledger has signed")
  public Response begin(
      @RequestBody(required = false) VerificationRequest request,
      @Context SecurityContext security,
      @Context UriInfo uri) {
    Verification requested;
    try {
      requested =
          verifying.request(
              security.getUserPrincipal().getName(),
              request.from(),
              request.until(),
              request.checkpoint(),
              request.receipt());
    } catch (MalformedLog e) {
      throw Problem.unprocessable("NOT_OF_THIS_LEDGER", String.valueOf(e.getMessage()), List.of());
    }
    return Response.accepted(VerificationAnswer.of(requested, null))
        .location(uri.getAbsolutePathBuilder().path(requested.id().toString()).build())
        .build();
  }

  /** Lists the verifications. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List verifications of the ledger",
      description = "Newest first, without their findings.")
  public Page<VerificationAnswer> list(@BeanParam PageParameters page) {
    return page.read(UUID::fromString, verifications::page, Verification::id)
        .map(verification -> VerificationAnswer.of(verification, null));
  }

  /** Shows a verification. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show a verification of the ledger",
      description = "What was compared, and what was found: at most 1000 findings.")
  public VerificationAnswer show(
      @PathParam("id") @Parameter(description = "Id of the verification") UUID id) {
    return verifications
        .find(id)
        .map(
            verification ->
                VerificationAnswer.of(
                    verification,
                    verifications.findings(id).stream().map(FindingAnswer::of).toList()))
        .orElseThrow(() -> Problem.notFound("verification " + id));
  }

  /** The request for a verification. */
  @Schema(name = "VerificationRequest")
  public record VerificationRequest(
      @Schema(
              description = "Entries that were put into the log from this time on; default all",
              example = "2026-11-01T00:00:00Z")
          @Nullable Instant from,
      @Schema(
              description = "Entries that were put into the log before this time; default all",
              example = "2026-12-01T00:00:00Z")
          @Nullable Instant until,
      @Schema(
              description =
                  "Signed note that `GET /ledger/checkpoint` has returned earlier and that was kept"
                      + " outside; only without a period")
          @Size(min = 1, max = 10_000)
          @Nullable String checkpoint,
      @Schema(
              description =
                  "Header `Synctrail-Receipt` that was kept outside; only without a period")
          @Size(min = 1, max = 10_000)
          @Nullable String receipt)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      if (from != null && until != null && !from.isBefore(until)) {
        faults.accept("/until", "Must be after `from`");
      }
      boolean part = from != null || until != null;
      if (checkpoint != null && part) {
        faults.accept("/checkpoint", "Cannot be compared with a part of the log");
      }
      if (receipt != null && part) {
        faults.accept("/receipt", "Cannot be compared with a part of the log");
      }
    }
  }

  /** A verification. */
  @Schema(name = "Verification")
  public record VerificationAnswer(
      @Schema(description = "Id") UUID id,
      @Schema(description = "State") Verification.State state,
      @Schema(description = "Requested by", example = "admin") String actor,
      @Schema(description = "Begin of the period") @Nullable Instant from,
      @Schema(description = "End of the period, exclusive") @Nullable Instant until,
      @Schema(description = "Signed note with which the log was compared")
          @Nullable String checkpoint,
      @Schema(description = "Receipt whose leaves the log must have") @Nullable String receipt,
      @Schema(description = "What was compared; zero until it is completed") Counts counts,
      @Schema(description = "Time of the request") Instant createdAt,
      @Schema(description = "Start time") @Nullable Instant startedAt,
      @Schema(description = "Completion time") @Nullable Instant endedAt,
      @Schema(description = "Last error; will be retried", example = "PersistenceException")
          @Nullable String problem,
      @Schema(description = "What was found; absent in lists")
          @Nullable List<FindingAnswer> findings) {

    static VerificationAnswer of(
        Verification verification, @Nullable List<FindingAnswer> findings) {
      Verification.Counts counts = verification.counts();
      return new VerificationAnswer(
          verification.id(),
          verification.state(),
          verification.actor(),
          verification.from(),
          verification.until(),
          verification.checkpoint(),
          verification.receipt(),
          new Counts(counts.entries(), counts.rows(), counts.findings()),
          verification.createdAt(),
          verification.startedAt(),
          verification.endedAt(),
          verification.problem(),
          findings);
    }
  }

  /** How much was compared. */
  @Schema(name = "VerificationCounts")
  public record Counts(
      @Schema(description = "Entries of the ledger") long entries,
      @Schema(description = "Rows that they are about; one that was changed counts each time")
          long rows,
      @Schema(description = "Differences, of which the first 1000 are listed") long findings) {}

  /** A difference between what is stored and the ledger. */
  @Schema(name = "LedgerFinding")
  public record FindingAnswer(
      @Schema(description = "What is wrong") LedgerFinding.Kind kind,
      @Schema(
              description = "Index of the leaf that shows it; absent if none does",
              example = "4711")
          @Nullable Long leaf,
      @Schema(
              description = "Row, payload, tile or checkpoint",
              example = "sync {\"id\":\"019acd0f-3b80-7000-8000-000000000001\"}")
          String place,
      @Schema(description = "What differs", example = "differs in status") String detail) {

    static FindingAnswer of(LedgerFinding finding) {
      return new FindingAnswer(finding.kind(), finding.leaf(), finding.place(), finding.detail());
    }
  }
}
