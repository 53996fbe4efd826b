package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.history.Page;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows which places outside know which checkpoints. */
@Path("/ledger/anchors")
@Tag(name = "Ledger")
@Produces(MediaType.APPLICATION_JSON)
@Needs(Right.METADATA)
@SharedResource
public class AnchorsResource {
  private final Anchors anchors;

  @Inject
  public AnchorsResource(Anchors anchors) {
    this.anchors = anchors;
  }

  /** Lists the anchors. */
  @GET
  @Operation(
      summary = "List anchors of the ledger",
      description =
          "Checkpoints that places outside know (`sync.ledger.anchor.*`), newest first, with what"
              + " the places have signed. One without `anchoredAt` is tried again.")
  public Page<AnchorAnswer> list(@BeanParam PageParameters page) {
    return page.read(UUID::fromString, anchors::page, Anchor::id).map(AnchorAnswer::of);
  }

  /** An anchor. */
  @Schema(name = "Anchor")
  public record AnchorAnswer(
      @Schema(description = "Id") UUID id,
      @Schema(description = "Kind of place") AnchorKind kind,
      @Schema(description = "Name of the place", example = "witness.example/w1") String name,
      @Schema(description = "Number of entries of the checkpoint", example = "4711") long size,
      @Schema(description = "Root of the tree in base64") String root,
      @Schema(description = "Time at which the place knew it") @Nullable Instant anchoredAt,
      @Schema(description = "Number of attempts", example = "1") int attempts,
      @Schema(description = "Time of the last attempt") Instant attemptedAt,
      @Schema(description = "Last error; will be retried", example = "status 503")
          @Nullable String error,
      @Schema(description = "Signed note") String checkpoint,
      @Schema(
              description =
                  "What the place has signed: `TIME_STAMP` a response of RFC 3161 in base64,"
                      + " `WITNESS` lines of cosignatures (C2SP signed-note)")
          @Nullable String proof) {

    static AnchorAnswer of(Anchor anchor) {
      return new AnchorAnswer(
          anchor.id(),
          anchor.kind(),
          anchor.name(),
          anchor.size(),
          Checkpoint.parse(anchor.checkpoint().text()).root().base64(),
          anchor.anchoredAt(),
          anchor.attempts(),
          anchor.attemptedAt(),
          anchor.error(),
          anchor.checkpoint().toString(),
          anchor.proof().isEmpty() ? null : anchor.proof());
    }
  }
}
