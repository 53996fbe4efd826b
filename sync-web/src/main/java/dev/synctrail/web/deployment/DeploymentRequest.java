package dev.synctrail.web.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DeploymentOrder;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Changed;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.deployment.DeploymentOrder.Selection;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformChoice;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.run.OrderDetails;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a deployment. */
@Schema(name = "DeploymentRequest")
public record DeploymentRequest(
    @Schema(description = "Platform; default the only one, else `optimizely`", example = "sandbox")
        String platform,
    @Schema(
            description =
                "Type keys, `\"all\"`, or `\"changed\"`: types whose latest content differs"
                    + " from the last successful push to the platform. Both skip types that were"
                    + " rolled back until a newer version is stored, see `GET /platforms/{id}/pins`;"
                    + " a deployment by key does not",
            oneOf = {String.class, String[].class},
            example = "[\"ArticlePage\"]")
        Object typeKeys,
    @Schema(
            description = "Keys of types to remove from the platform, after all pushes",
            example = "[\"OldPage\"]")
        List<String> delete,
    @Schema(description = "Reason", maxLength = 1_000, example = "release 42") String reason,
    @Schema(
            description = "Person or system on whose behalf the caller claims to act",
            maxLength = 255)
        String onBehalfOf,
    @Schema(description = "Your own JSON object, at most 64 KB; returned unchanged")
        Object syncMetadata,
    @Schema(
            description =
                "Finished dry run that this request confirms. A retry may only lose data that"
                    + " a confirmed plan names")
        UUID plan,
    @Schema(description = "Options") Options options) {

  static DeploymentOrder read(
      JsonBody in, OrderDetails orderDetails, PlatformChoice defaultPlatform) {
    List<TypeKey> removed = in.values("delete", TypeKey::new);
    Selection selection = selection(in, removed);
    return new DeploymentOrder(
        platform(in, defaultPlatform),
        selection,
        removed,
        options(in),
        plan(in),
        orderDetails.cause(in));
  }

  /** Reads the confirmed plan; null for none. */
  static @Nullable RunId plan(JsonBody in) {
    UUID plan = in.optionalUuid("plan");
    return plan == null ? null : new RunId(plan);
  }

  static PushOptions options(JsonBody in) {
    return in.object(
        "options",
        member ->
            new PushOptions(
                member.flag("dryRun", false),
                member.flag("ignoreDataLossWarnings", false),
                onConflict(member),
                flags(member)));
  }

  private static Set<PushFlag> flags(JsonBody in) {
    Set<PushFlag> flags = EnumSet.noneOf(PushFlag.class);
    if (in.flag("ignoreDependents", false)) {
      flags.add(PushFlag.DESPITE_DEPENDENTS);
    }
    if (in.flag("batch", false)) {
      flags.add(PushFlag.BATCHED);
    }
    return flags;
  }

  /**
   * Reads the options of a rollback or restore. Batches are rejected, because each write depends on
   * the state that was read.
   */
  static PushOptions rollbackOptions(JsonBody in) {
    PushOptions options = options(in);
    if (options.is(PushFlag.BATCHED)) {
      in.fault("options", "Rollbacks and restores cannot be sent as a batch");
    }
    return options;
  }

  private static OnConflict onConflict(JsonBody in) {
    OnConflict wanted = in.optionalValue("onConflict", OnConflict::of);
    return wanted == null ? OnConflict.REFUSE : wanted;
  }

  static PlatformId platform(JsonBody in, PlatformChoice defaultPlatform) {
    return defaultPlatform.orNamed(in.optionalValue("platform", PlatformId::new));
  }

  private static Selection selection(JsonBody in, List<TypeKey> removed) {
    JsonValue value = in.optional("typeKeys");
    if (value == null && !removed.isEmpty()) {
      return new Named(List.of());
    }
    if (value instanceof JsonString word) {
      return switch (word.getString()) {
        case "all" -> new All();
        case "changed" -> new Changed();
        default -> {
          in.fault("typeKeys", "Must be \"all\", \"changed\" or an array of type keys");
          yield new All();
        }
      };
    }
    List<TypeKey> named = named(in, value);
    named.stream()
        .filter(removed::contains)
        .forEach(both -> in.fault("delete", both + " is listed both to push and to remove"));
    return new Named(named);
  }

  static List<TypeKey> named(JsonBody in, @Nullable JsonValue value) {
    List<TypeKey> typeKeys = in.values("typeKeys", TypeKey::new);
    if (value == null) {
      in.fault("typeKeys", "Missing");
    } else if (typeKeys.isEmpty() && value.equals(JsonValue.EMPTY_JSON_ARRAY)) {
      in.fault("typeKeys", "At least one type is required");
    }
    return typeKeys;
  }

  /** Options of a deployment. */
  @Schema(name = "DeploymentOptions")
  public record Options(
      @Schema(
              description = "Dry run: compute and record the plan, write nothing",
              defaultValue = "false")
          boolean dryRun,
      @Schema(description = "Allow breaking changes (may delete data)", defaultValue = "false")
          boolean ignoreDataLossWarnings,
      @Schema(
              description = "Handling of types changed on the platform by others",
              enumeration = {"refuse", "overwrite", "keep-theirs", "merge"},
              defaultValue = "refuse")
          String onConflict,
      @Schema(
              description = "Remove types even if other types on the platform reference them",
              defaultValue = "false")
          boolean ignoreDependents,
      @Schema(
              description =
                  "Send several types in one request where the platform supports it; without the"
                      + " optimistic lock of single requests",
              defaultValue = "false")
          boolean batch) {}
}
