package dev.synctrail.web.retention;

import dev.synctrail.access.Right;
import dev.synctrail.history.Page;
import dev.synctrail.retention.Erasing;
import dev.synctrail.retention.Erasure;
import dev.synctrail.retention.Erasure.Refusal;
import dev.synctrail.retention.ErasureRefused;
import dev.synctrail.retention.Erasures;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Erases payloads and names on request, and shows the record that is kept of each erasure. */
@Path("/erasures")
@Tag(name = RulesResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class ErasuresResource {
  private final Erasing erasing;
  private final Erasures erasures;

  @Inject
  public ErasuresResource(Erasing erasing, Erasures erasures) {
    this.erasing = erasing;
    this.erasures = erasures;
  }

  /** Starts an erasure. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Erase payloads or a person's name",
      description =
          "With `syncId`, the payloads of the sync; bytes that others need are kept for those: a"
              + " version, the state of a platform. With `person`, the name in all records and in"
              + " the access log, and the reasons that the person has given; a pseudonym takes its"
              + " place. This cannot be undone. The ledger still proves the rest. Erasures run in"
              + " the background and continue after a crash.")
  @APIResponseSchema(
      value = ErasureAnswer.class,
      responseCode = "202",
      responseDescription = "Started; the progress is at `Location`")
  @APIResponse(responseCode = "404", description = "Sync not found")
  @APIResponse(
      responseCode = "409",
      description =
          "`ON_LEGAL_HOLD`: a legal hold protects the sync, or syncs of the person; `SYNC_OPEN`:"
              + " the sync is not completed; `OPEN_CONFLICT`: a conflict needs the payloads;"
              + " `ALREADY_ERASED`: they were erased before")
  public Response begin(
      ErasureRequest request, @Context SecurityContext security, @Context UriInfo uri) {
    Erasure erasure = begin(request, security.getUserPrincipal().getName());
    return Response.accepted(ErasureAnswer.of(erasure))
        .location(uri.getAbsolutePathBuilder().path(erasure.id().toString()).build())
        .build();
  }

  private Erasure begin(ErasureRequest request, String actor) {
    try {
      return request.syncId() == null
          ? erasing.person(String.valueOf(request.person()), request.reason(), actor)
          : erasing.payloads(new SyncId(request.syncId()), request.reason(), actor);
    } catch (ErasureRefused e) {
      throw e.refusal() == Refusal.SYNC_NOT_FOUND
          ? Problem.notFound("sync " + request.syncId())
          : Problem.conflict(e.refusal().name(), text(e.refusal()));
    }
  }

  private static String text(Refusal refusal) {
    return switch (refusal) {
      case SYNC_NOT_FOUND -> "The sync does not exist";
      case SYNC_OPEN -> "The sync is not completed, so its payloads are still needed";
      case ALREADY_ERASED -> "The payloads of the sync were erased before";
      case OPEN_CONFLICT -> "An unresolved conflict needs the payloads of the sync";
      case ON_LEGAL_HOLD -> "A legal hold protects what would be erased; release it first";
    };
  }

  /** Lists the erasures. */
  @GET
  @Needs(Right.METADATA)
  @Operation(summary = "List erasures", description = "Newest first.")
  public Page<ErasureAnswer> list(@BeanParam PageParameters page) {
    return page.read(UUID::fromString, erasures::page, Erasure::id).map(ErasureAnswer::of);
  }

  /** Shows an erasure. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(
      summary = "Show an erasure",
      description = "Progress and what was erased, without the name.")
  public ErasureAnswer show(
      @PathParam("id") @Parameter(description = "Id of the erasure") UUID id) {
    return erasures
        .find(id)
        .map(ErasureAnswer::of)
        .orElseThrow(() -> Problem.notFound("erasure " + id));
  }

  /** The request for an erasure. */
  @Schema(name = "ErasureRequest", description = "Either `syncId` or `person`")
  public record ErasureRequest(
      @Schema(description = "Sync whose payloads are erased") @Nullable UUID syncId,
      @Schema(description = "Name that is erased, as it is in the records", example = "ann")
          @Size(min = 1, max = 200)
          @Nullable String person,
      @Schema(description = "Reason; it is kept", example = "Request 4711 by the person concerned")
          @Size(min = 1, max = 1_000)
          String reason)
      implements RequestRules {

    @Override
    public void check(BiConsumer<String, String> faults) {
      if ((syncId == null) == (person == null)) {
        faults.accept("/person", "Either person or syncId is required, and not both");
      } else if (SyncEvent.ENGINE.equals(person)) {
        faults.accept("/person", "This name stands for Synctrail itself");
      } else if (person != null && reason != null && reason.contains(person)) {
        faults.accept("/reason", "Must not contain the name, because the reason is kept");
      }
    }
  }

  /** An erasure. */
  @Schema(name = "Erasure")
  public record ErasureAnswer(
      @Schema(description = "Id") UUID id,
      @Schema(description = "What is erased") Erasure.Kind kind,
      @Schema(description = "State; `REFUSED` if something protected it meanwhile")
          Erasure.State state,
      @Schema(description = "Sync whose payloads are erased") @Nullable UUID syncId,
      @Schema(description = "What takes the place of the name", example = "erased-5f0c71d2e8aa")
          @Nullable String pseudonym,
      @Schema(description = "Requested by", example = "admin") String actor,
      @Schema(description = "Reason", example = "Request 4711") String reason,
      @Schema(
              description =
                  "What was erased so far: rows by table; `ledger_entry`: entries of which salts"
                      + " were destroyed; `snapshot`: stored payloads",
              example = "{\"sync\": 12}")
          Map<String, Long> counts,
      @Schema(description = "Request time") Instant createdAt,
      @Schema(description = "Start time") @Nullable Instant startedAt,
      @Schema(description = "Completion time") @Nullable Instant endedAt,
      @Schema(description = "Why it was refused; or the last error, which will be retried")
          @Nullable String problem) {

    static ErasureAnswer of(Erasure erasure) {
      return new ErasureAnswer(
          erasure.id(),
          erasure.kind(),
          erasure.state(),
          erasure.sync() == null ? null : erasure.sync().value(),
          erasure.kind() == Erasure.Kind.PERSON ? erasure.pseudonym() : null,
          erasure.actor(),
          erasure.reason(),
          new TreeMap<>(erasure.counts()),
          erasure.createdAt(),
          erasure.startedAt(),
          erasure.endedAt(),
          erasure.problem());
    }
  }
}
