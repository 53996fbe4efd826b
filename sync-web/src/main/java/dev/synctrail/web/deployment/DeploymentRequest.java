package dev.synctrail.web.deployment;

import static java.util.Objects.requireNonNullElse;

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
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.TypeSelection;
import dev.synctrail.web.run.Motive;
import jakarta.validation.constraints.Size;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body of a deployment. */
@Schema(name = "DeploymentRequest")
public record DeploymentRequest(
    @Schema(description = PLATFORM, example = "sandbox") @Nullable PlatformId platform,
    @Schema(
            description =
                "Type keys, `\"all\"`, or `\"changed\"`: types whose latest content differs from"
                    + " the last successful push to the platform. Both skip types that were rolled"
                    + " back until a newer version is stored, see `GET /platforms/{id}/pins`; a"
                    + " deployment by key does not",
            implementation = Object.class,
            oneOf = {String.class, String[].class},
            example = "[\"ArticlePage\"]")
        @Nullable TypeSelection typeKeys,
    @Schema(
            description = "Keys of types to remove from the platform, after all pushes",
            example = "[\"OldPage\"]")
        List<TypeKey> delete,
    @Schema(description = "Reason", example = "release 42") @Size(max = 1_000)
        @Nullable String reason,
    @Schema(description = Motive.ON_BEHALF_OF) @Size(max = 255) @Nullable String onBehalfOf,
    @Schema(description = Motive.SYNC_METADATA) @Nullable Snapshot syncMetadata,
    @Schema(description = PLAN) @Nullable UUID plan,
    @Schema(description = "Options") Options options)
    implements Motive {
  static final String PLATFORM = "Platform; default the only one, else `optimizely`";
  static final String PLAN =
      "Finished dry run that this request confirms. A retry may only lose data that a confirmed"
          + " plan names";

  @Override
  public void check(BiConsumer<String, String> faults) {
    Motive.super.check(faults);
    if (typeKeys == null) {
      if (delete.isEmpty()) {
        faults.accept("/typeKeys", "Missing");
      }
      return;
    }
    if (typeKeys.word() != null && !Set.of("all", "changed").contains(typeKeys.word())) {
      faults.accept("/typeKeys", "Must be \"all\", \"changed\" or an array of type keys");
    }
    typeKeys.typeKeys().stream()
        .filter(delete::contains)
        .forEach(both -> faults.accept("/delete", both + " is listed both to push and to remove"));
  }

  DeploymentOrder order(PlatformChoice defaultPlatform, Intent.Cause cause) {
    return new DeploymentOrder(
        defaultPlatform.orNamed(platform), selection(), delete, options.push(), run(plan), cause);
  }

  private Selection selection() {
    if (typeKeys == null) {
      return new Named(List.of());
    }
    if (typeKeys.word() == null) {
      return new Named(typeKeys.typeKeys());
    }
    return typeKeys.word().equals("all") ? new All() : new Changed();
  }

  /** Returns the id of the confirmed plan; null for none. */
  static @Nullable RunId run(@Nullable UUID plan) {
    return plan == null ? null : new RunId(plan);
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
              implementation = String.class,
              enumeration = {"refuse", "overwrite", "keep-theirs", "merge"},
              defaultValue = "refuse")
          @Nullable OnConflict onConflict,
      @Schema(
              description = "Remove types even if other types on the platform reference them",
              defaultValue = "false")
          boolean ignoreDependents,
      @Schema(
              description =
                  "Send several types in one request where the platform supports it; without the"
                      + " optimistic lock of single requests",
              defaultValue = "false")
          boolean batch) {

    PushOptions push() {
      Set<PushFlag> flags = EnumSet.noneOf(PushFlag.class);
      if (ignoreDependents) {
        flags.add(PushFlag.DESPITE_DEPENDENTS);
      }
      if (batch) {
        flags.add(PushFlag.BATCHED);
      }
      return new PushOptions(
          dryRun, ignoreDataLossWarnings, requireNonNullElse(onConflict, OnConflict.REFUSE), flags);
    }

    /** Rejects a batch where each write depends on the state that was read. */
    void requireSingleWrites(BiConsumer<String, String> faults) {
      if (batch) {
        faults.accept("/options", "Rollbacks and restores cannot be sent as a batch");
      }
    }
  }
}
