package dev.synctrail.deployment;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Page;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.Platforms;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Presents a dry run as a plan: for each type the operation, the changes and the data that would be
 * lost, in the order of the pushes.
 */
@ApplicationScoped
public class Previewing {
  private static final Set<FailureClass> CHANGED_THERE =
      EnumSet.of(FailureClass.CONFLICT, FailureClass.PRECONDITION_FAILED);

  private final SyncHistory history;
  private final Platforms platforms;
  private final Gateways gateways;
  private final Snapshots snapshots;
  private final Versions versions;

  @Inject
  public Previewing(
      SyncHistory history,
      Platforms platforms,
      Gateways gateways,
      Snapshots snapshots,
      Versions versions) {
    this.history = history;
    this.platforms = platforms;
    this.gateways = gateways;
    this.snapshots = snapshots;
    this.versions = versions;
  }

  /** Returns the query for the types of a dry run, in the order in which they would be pushed. */
  public static SyncQuery query(RunId run, int limit, @Nullable String cursor, boolean count) {
    SyncFilter filter = SyncFilter.ALL.with(Criterion.DEPLOYMENT_ID, run);
    return SyncQuery.of(
        filter, new SyncOrder(SyncOrder.By.STARTED_AT, false), limit, cursor, count);
  }

  /** Returns one page of the plan. */
  public Page<Planned> page(SyncQuery query) {
    return history.page(query).map(this::planned);
  }

  /** Returns what one push of a plan would do; empty when there is no such sync. */
  public Optional<Planned> of(SyncId id) {
    return history.find(id).map(this::planned);
  }

  private Planned planned(SyncSummary sync) {
    Optional<Snapshot> before = content(sync, PayloadRole.BEFORE);
    Optional<Snapshot> intended = content(sync, PayloadRole.INTENDED);
    Platform platform = platforms.find(sync.platform()).orElse(null);
    PlatformGateway gateway =
        platform == null ? null : gateways.forKind(platform.kind()).orElse(null);
    List<String> changes = List.of();
    List<FieldError> losses = List.of();
    Outcome outcome = outcome(sync);
    if (gateway != null && platform != null && before.isPresent() && intended.isPresent()) {
      Iterable<Snapshot> own = versions.recentContents(sync.typeKey());
      changes = gateway.differences(platform, before.get(), intended.get(), own);
      losses = gateway.losses(platform, before.get(), intended.get(), own);
    } else if (outcome == Outcome.DELETE) {
      losses = List.of(DataLossGuard.THE_TYPE);
    }
    return new Planned(sync, outcome, phase(sync.options()), changes, losses);
  }

  private Optional<Snapshot> content(SyncSummary sync, PayloadRole payloadRole) {
    return Optional.ofNullable(sync.payload(payloadRole))
        .filter(payload -> !payload.truncated())
        .flatMap(payload -> snapshots.find(payload.checksum(), false));
  }

  private static @Nullable Integer phase(PushOptions options) {
    if (options.is(PushFlag.FIRST_PHASE)) {
      return 1;
    }
    return options.is(PushFlag.SECOND_PHASE) ? 2 : null;
  }

  private static Outcome outcome(SyncSummary sync) {
    return switch (sync.status()) {
      case IN_PROGRESS, UNKNOWN -> Outcome.PENDING;
      case FAILED ->
          Stream.ofNullable(sync.failureClass()).anyMatch(CHANGED_THERE::contains)
              ? Outcome.CONFLICT
              : Outcome.REFUSED;
      case SUCCESS, PARTIAL -> outcome(sync.operation(), sync.options());
    };
  }

  private static Outcome outcome(@Nullable Operation operation, PushOptions options) {
    if (operation == null) {
      return Outcome.NONE;
    }
    return switch (operation) {
      // the first phase creates it before
      case CREATE -> options.is(PushFlag.SECOND_PHASE) ? Outcome.UPDATE : Outcome.CREATE;
      case UPDATE -> Outcome.UPDATE;
      case DELETE -> Outcome.DELETE;
      case NONE -> Outcome.NONE;
    };
  }

  /** The operation on a type. */
  public enum Outcome {
    /** Not determined yet. */
    PENDING,
    CREATE,
    UPDATE,
    DELETE,
    NONE,
    /** Others have changed the type since our last push. */
    CONFLICT,
    /** The push would be rejected; the sync says why. */
    REFUSED
  }

  /**
   * One push of the plan.
   *
   * @param sync the dry run of the push
   * @param phase 1 or 2 for a type of a cycle, which is pushed twice; else null
   * @param changes where the current state differs from the desired one, by JSON Pointer (RFC 6901)
   * @param losses the data on the platform that may be lost
   */
  public record Planned(
      SyncSummary sync,
      Outcome outcome,
      @Nullable Integer phase,
      List<String> changes,
      List<FieldError> losses) {
    public Planned {
      changes = List.copyOf(changes);
      losses = List.copyOf(losses);
    }

    /** Returns why the push would be rejected. */
    public @Nullable Failure failure() {
      return sync.failure();
    }
  }
}
