package dev.synctrail.web.recording;

import dev.synctrail.gateway.PushResult;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Recording;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.rest.RequestRules;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body that updates the status of an external sync. */
@Schema(name = "StatusRequest")
public record StatusRequest(
    @Schema(description = "Status") SyncStatus status,
    @Schema(
            description = "Response; an object or an array is stored byte for byte",
            implementation = Object.class,
            oneOf = {JsonObject.class, JsonArray.class, String.class})
        @Nullable Snapshot response,
    @Schema(description = "Error message") @Size(max = 4_000) @Nullable String error,
    @Schema(description = "For PARTIAL: the items, at least one of each outcome") List<Item> items,
    @Schema(
            description =
                "Completion time; default the end of the last attempt. Without attempts, default"
                    + " now; then a duration is recorded only if `startedAt` was omitted too")
        @PastOrPresent
        @Nullable Instant completedAt)
    implements RequestRules {

  @Override
  public void check(BiConsumer<String, String> faults) {
    long successful = items.stream().filter(item -> item.status == Outcome.SUCCESS).count();
    if (status == SyncStatus.PARTIAL && (successful == 0 || successful == items.size())) {
      faults.accept("/items", "PARTIAL requires at least one successful and one failed item");
    }
    if (status != SyncStatus.PARTIAL && !items.isEmpty()) {
      faults.accept("/items", "Only PARTIAL can have items");
    }
    if (completedAt != null && status != null && !status.isTerminal()) {
      faults.accept("/completedAt", "Only SUCCESS, PARTIAL and FAILED can be set");
    }
  }

  Recording.Reported reported() {
    return new Recording.Reported(
        status, response, error, items.stream().map(Item::item).toList(), completedAt);
  }

  /** One item of a sync. */
  @Schema(name = "ItemRequest")
  public record Item(
      @Schema(description = "Key of the item", example = "properties/heading")
          @Size(min = 1, max = 1_000)
          String key,
      @Schema(description = "Result") Outcome status,
      @Schema(description = "Error message") @Size(max = 4_000) @Nullable String errorMessage) {

    private PushResult.Item item() {
      return new PushResult.Item(key, status == Outcome.SUCCESS, errorMessage);
    }
  }

  /** The outcome of an item. */
  public enum Outcome {
    SUCCESS,
    FAILED
  }
}
