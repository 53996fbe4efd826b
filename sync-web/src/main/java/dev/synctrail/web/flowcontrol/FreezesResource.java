package dev.synctrail.web.flowcontrol;

import dev.synctrail.access.Right;
import dev.synctrail.flowcontrol.Freeze;
import dev.synctrail.flowcontrol.FreezeWindow;
import dev.synctrail.flowcontrol.Freezes;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Idempotent;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
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
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Manages change freezes: times in which nothing is changed on a platform. */
@Path("/freezes")
@Tag(name = QueueResource.TAG)
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class FreezesResource {
  private static final FreezeWindow PLACEHOLDER =
      new FreezeWindow.Once(
          LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.of(1970, 1, 2, 0, 0), ZoneOffset.UTC);

  private final Freezes freezes;
  private final FlowControlChanges changes;
  private final Clock clock;

  @Inject
  public FreezesResource(Freezes freezes, FlowControlChanges changes, Clock clock) {
    this.freezes = freezes;
    this.changes = changes;
    this.clock = clock;
  }

  /** Lists freezes. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List change freezes",
      description = "Newest first, including removed freezes.")
  public Page<FreezeAnswer> list(@BeanParam PageParameters page) {
    Instant now = clock.instant();
    return page.of(freezes.all(), freeze -> freeze.id().toString())
        .map(freeze -> FreezeAnswer.of(freeze, now));
  }

  /** Sets a freeze. */
  @POST
  @Needs(Right.ADMINISTRATION)
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Set a change freeze",
      description =
          "Once or weekly, in a time zone. During a freeze, pushes stay queued and no"
              + " write is sent; pulls, read-backs, checks and dry runs continue.")
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = FreezeRequest.class)))
  @APIResponseSchema(value = FreezeAnswer.class, responseCode = "201", responseDescription = "Set")
  @APIResponse(
      responseCode = "422",
      description = "`INVALID_FREEZE`: unknown platform, or a window that never occurs")
  public Response set(byte[] body, @Context UriInfo uri) {
    NewFreeze request = JsonBody.read(body, NewFreeze::read);
    Freeze freeze;
    try {
      freeze =
          changes.freeze(request.platform(), request.name(), request.reason(), request.window());
    } catch (UnknownPlatform e) {
      throw invalid("/platform", "Platform not found");
    } catch (IllegalArgumentException e) {
      throw invalid("", String.valueOf(e.getMessage()));
    }
    return Response.created(uri.getAbsolutePathBuilder().path(freeze.id().toString()).build())
        .entity(FreezeAnswer.of(freeze, clock.instant()))
        .build();
  }

  private static Problem invalid(String pointer, String detail) {
    return Problem.unprocessable(
        "INVALID_FREEZE", "Invalid freeze", List.of(Fault.at(pointer, detail)));
  }

  /** Shows a freeze. */
  @GET
  @Needs(Right.METADATA)
  @Path("{id}")
  @Operation(summary = "Show a change freeze", description = "Active, past or removed.")
  public FreezeAnswer show(@PathParam("id") @Parameter(description = "Id of the freeze") UUID id) {
    return freezes
        .find(id)
        .map(freeze -> FreezeAnswer.of(freeze, clock.instant()))
        .orElseThrow(() -> Problem.notFound("freeze " + id));
  }

  /** Removes a freeze. */
  @DELETE
  @Needs(Right.ADMINISTRATION)
  @Path("{id}")
  @Operation(
      summary = "Remove a change freeze",
      description = "Blocked work continues immediately. The record of the freeze is kept.")
  @APIResponse(responseCode = "204", description = "Removed")
  @APIResponse(responseCode = "404", description = "Freeze not found or already removed")
  public void remove(@PathParam("id") @Parameter(description = "Id of the freeze") UUID id) {
    if (!changes.removeFreeze(id)) {
      throw Problem.notFound("active freeze " + id);
    }
  }

  private record NewFreeze(
      @Nullable PlatformId platform, String name, String reason, FreezeWindow window) {

    static NewFreeze read(JsonBody in) {
      PlatformId platform = in.optionalValue("platform", PlatformId::new);
      String name = in.text("name", 1, 100);
      String reason = in.text("reason", 1, 1_000);
      ZoneId zone = in.value("zone", parsed(ZoneId::of, "a time zone such as Europe/Berlin"), UTC);
      FreezeWindow once = in.object("once", part -> once(part, zone, in.has("once")));
      FreezeWindow weekly = in.object("weekly", part -> weekly(part, zone, in.has("weekly")));
      if (in.has("once") == in.has("weekly")) {
        in.fault("once", "Exactly one of once and weekly is required");
      }
      return new NewFreeze(platform, name, reason, in.has("once") ? once : weekly);
    }

    private static final ZoneId UTC = ZoneOffset.UTC;

    private static FreezeWindow once(JsonBody in, ZoneId zone, boolean present) {
      if (!present) {
        return PLACEHOLDER;
      }
      Function<String, LocalDateTime> time =
          parsed(LocalDateTime::parse, "a date and a time of day such as 2026-12-20T18:00");
      LocalDateTime from = in.value("from", time, LocalDateTime.MIN);
      LocalDateTime until = in.value("until", time, LocalDateTime.MAX);
      try {
        return from.equals(LocalDateTime.MIN) || until.equals(LocalDateTime.MAX)
            ? PLACEHOLDER
            : new FreezeWindow.Once(from, until, zone);
      } catch (IllegalArgumentException e) {
        in.fault("until", String.valueOf(e.getMessage()));
        return PLACEHOLDER;
      }
    }

    private static FreezeWindow weekly(JsonBody in, ZoneId zone, boolean present) {
      if (!present) {
        return PLACEHOLDER;
      }
      Function<String, LocalTime> time = parsed(LocalTime::parse, "a time of day such as 18:00");
      try {
        return new FreezeWindow.Weekly(
            in.constant("fromDay", DayOfWeek.class),
            in.value("from", time, LocalTime.MIN),
            in.constant("untilDay", DayOfWeek.class),
            in.value("until", time, LocalTime.MAX),
            zone);
      } catch (IllegalArgumentException e) {
        in.fault("until", String.valueOf(e.getMessage()));
        return PLACEHOLDER;
      }
    }

    private static <T> Function<String, T> parsed(Function<String, T> parse, String expected) {
      return text -> {
        try {
          return parse.apply(text);
        } catch (DateTimeException e) {
          throw new IllegalArgumentException("Not " + expected, e);
        }
      };
    }
  }

  /** Request body of a freeze. */
  @Schema(name = "FreezeRequest")
  public record FreezeRequest(
      @Schema(description = "Platform; default all platforms", example = "sandbox")
          @Nullable String platform,
      @Schema(
              description = "Name",
              required = true,
              minLength = 1,
              maxLength = 100,
              example = "Year end")
          String name,
      @Schema(
              description = "Reason",
              required = true,
              minLength = 1,
              maxLength = 1_000,
              example = "annual audit")
          String reason,
      @Schema(description = "IANA time zone", required = true, example = "Europe/Berlin")
          String zone,
      @Schema(description = "One-time window") FreezeAnswer.@Nullable OnceAnswer once,
      @Schema(description = "Weekly window; exactly one of the two is required")
          FreezeAnswer.@Nullable WeeklyAnswer weekly) {}
}
