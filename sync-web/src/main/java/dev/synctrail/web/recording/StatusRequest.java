package dev.synctrail.web.recording;

import dev.synctrail.gateway.PushResult;
import dev.synctrail.tracking.Recording;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.rest.JsonBody;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Request body that updates the status of an external sync. */
@Schema(name = "StatusRequest")
public record StatusRequest(
    @Schema(description = "Status", required = true) SyncStatus status,
    @Schema(description = "Response, stored byte for byte") Object response,
    @Schema(description = "Error message", maxLength = 4_000) String error,
    @Schema(description = "For PARTIAL: the items, at least one of each outcome") List<Item> items,
    @Schema(
            description =
                "Completion time; default the end of the last attempt. Without attempts,"
                    + " default now; then a duration is recorded only if `startedAt` was omitted too")
        Instant completedAt) {

  static Recording.Reported read(JsonBody in, byte[] body, Instant now) {
    SyncStatus status = in.constant("status", SyncStatus.class);
    List<PushResult.Item> items = in.objects("items", Item::read);
    boolean mixed =
        items.stream().anyMatch(PushResult.Item::taken)
            && items.stream().anyMatch(item -> !item.taken());
    if (status == SyncStatus.PARTIAL && !mixed) {
      in.fault("items", "PARTIAL requires at least one successful and one failed item");
    }
    if (status != SyncStatus.PARTIAL && !items.isEmpty()) {
      in.fault("items", "Only PARTIAL can have items");
    }
    Instant completedAt = in.optionalInstant("completedAt");
    if (completedAt != null && !status.isTerminal()) {
      in.fault("completedAt", "Only SUCCESS, PARTIAL and FAILED can be set");
    }
    ReportedExchange.requirePast(in, "completedAt", completedAt, now);
    return new Recording.Reported(
        status,
        ReportedExchange.response(in, body),
        in.optionalText("error", 4_000),
        items,
        completedAt);
  }

  /** One item of a sync. */
  @Schema(name = "ItemRequest")
  public record Item(
      @Schema(description = "Key of the item", required = true, example = "properties/heading")
          String key,
      @Schema(description = "Result", required = true) Outcome status,
      @Schema(description = "Error message", maxLength = 4_000) String errorMessage) {

    static PushResult.Item read(JsonBody in) {
      return new PushResult.Item(
          in.text("key", 1, 1_000),
          in.constant("status", Outcome.class) == Outcome.SUCCESS,
          in.optionalText("errorMessage", 4_000));
    }
  }

  /** The outcome of an item. */
  public enum Outcome {
    SUCCESS,
    FAILED
  }
}
