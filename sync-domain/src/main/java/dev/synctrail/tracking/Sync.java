package dev.synctrail.tracking;

import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One transfer of one content type to or from a platform.
 *
 * <p>A sync begins as IN_PROGRESS with its intent, before anything is sent. Each attempt may fail
 * and be repeated. A write whose response is lost makes it UNKNOWN until a read-back settles it. It
 * ends as SUCCESS, PARTIAL or FAILED and then never changes; only its link to a version can be
 * corrected. Every method returns the next state and throws {@link IllegalTransition} where there
 * is none.
 */
public record Sync(Intent intent, VersionLink version, Target target, State state) {

  /** Begins a sync with its intended payload; a pull has none. */
  public static Sync begin(
      Intent intent, VersionLink version, Target target, @Nullable PayloadReference intended) {
    EnumMap<PayloadRole, PayloadReference> payloads = new EnumMap<>(PayloadRole.class);
    if (intended != null) {
      payloads.put(PayloadRole.INTENDED, intended);
    }
    return new Sync(
        intent,
        version,
        target,
        new State(
            SyncStatus.IN_PROGRESS, null, null, null, List.of(), 0, null, null, null, payloads));
  }

  public SyncId id() {
    return intent.id();
  }

  public SyncStatus status() {
    return state.status();
  }

  /** Returns the payload reference in a role, if there is one. */
  public Optional<PayloadReference> payload(PayloadRole payloadRole) {
    return Optional.ofNullable(state.payloads().get(payloadRole));
  }

  /** Records that a request is about to be sent; the first one sets the start time. */
  public Sync sending(Instant at) {
    requireOpen("send");
    return state.firstSentAt() != null ? this : with(state.firstSent(at));
  }

  /**
   * Records when another system says that it sent a request; the earliest one sets the start time.
   */
  public Sync sent(Instant at) {
    requireOpen("send");
    Instant first = state.firstSentAt();
    return first != null && !at.isBefore(first) ? this : with(state.firstSent(at));
  }

  /** Records that a write is about to be sent, with its body and operation. */
  public Sync writing(@Nullable PayloadReference sent) {
    if (status() != SyncStatus.IN_PROGRESS) {
      throw new IllegalTransition("Sync " + id() + " is " + status() + " and cannot write");
    }
    return holding(PayloadRole.SENT, sent).holding(PayloadRole.ANSWERED, null).with(writes());
  }

  private Operation writes() {
    if (isRemoval()) {
      return Operation.DELETE;
    }
    return payload(PayloadRole.BEFORE).isPresent() ? Operation.UPDATE : Operation.CREATE;
  }

  /**
   * Returns whether it is sent with others of its run in one request, where the platform supports
   * that.
   */
  public boolean goesTogether() {
    return intent.options().is(PushFlag.BATCHED) && !intent.options().dryRun() && !isRemoval();
  }

  /** Returns whether the type is to be removed. A missing payload alone does not mean that. */
  public boolean isRemoval() {
    return intent.options().is(PushFlag.REMOVAL);
  }

  /**
   * Returns the desired state of the type.
   *
   * @param kept returns the bytes of the intended payload
   * @throws IllegalTransition when it has no intended payload and is not a removal
   */
  public DesiredState desiredState(Function<PayloadReference, Snapshot> kept) {
    return isRemoval()
        ? new DesiredState.Gone()
        : new DesiredState.Content(
            payload(PayloadRole.INTENDED)
                .map(kept)
                .orElseThrow(
                    () -> new IllegalTransition("Sync " + id() + " has no intended payload")));
  }

  private Sync with(Operation operation) {
    return with(state.doing(operation));
  }

  /** Records the payload in a role, or that there is none. */
  public Sync holding(PayloadRole payloadRole, @Nullable PayloadReference reference) {
    requireOpen("record a payload");
    return with(state.holding(payloadRole, reference));
  }

  /** Records the platform settings that the next attempt uses. */
  public Sync targeting(Target next) {
    requireOpen("start an attempt");
    return new Sync(intent, version, next, state);
  }

  /** Records that an attempt failed; another may follow. */
  public Sync tried(Failure failure) {
    requireOpen("fail an attempt");
    return with(state.failing(status(), failure, state.retryCount() + 1));
  }

  /** Records that a write was sent and no reliable response came. */
  public Sync unknown(Failure failure) {
    requireOpen("become unknown");
    return with(state.failing(SyncStatus.UNKNOWN, failure, state.retryCount()));
  }

  /**
   * Records that a read-back found the write not applied; the attempt counts unless the server
   * stopped.
   */
  public Sync notApplied(boolean counts) {
    if (status() != SyncStatus.UNKNOWN) {
      throw new IllegalTransition("Only an unknown outcome can be found not applied");
    }
    return with(state.notApplied(state.retryCount() + (counts ? 1 : 0)));
  }

  /** Records a confirmed success, wholly or in part. */
  public Sync concluded(PushResult result, SettledBy settledBy, Instant at) {
    requireOpen("succeed");
    return with(state.concluded(result, settledBy, at));
  }

  /**
   * Records a confirmed failure.
   *
   * @param counts whether an attempt failed with it; false when nothing was attempted
   */
  public Sync failed(Failure failure, boolean counts, SettledBy settledBy, Instant at) {
    requireOpen("fail");
    return with(state.failed(failure, counts, settledBy, at));
  }

  /**
   * Returns whether it is a push of ours that brought the platform to the desired state, wholly or
   * partly.
   */
  boolean hasLanded() {
    boolean leftAlone =
        intent.options().is(PushFlag.FIRST_PHASE) && state.operation() == Operation.NONE;
    return intent.direction() == Direction.PUSH
        && intent.recorder() == Recorder.ENGINE
        && !intent.options().dryRun()
        && !leftAlone
        && (status() == SyncStatus.SUCCESS || status() == SyncStatus.PARTIAL);
  }

  /** Corrects the link to a version; allowed at any time. The old link stays in the events. */
  public Sync linkedTo(VersionLink next) {
    return new Sync(intent, next, target, state);
  }

  private Sync with(State next) {
    return new Sync(intent, version, target, next);
  }

  private void requireOpen(String action) {
    if (status().isTerminal()) {
      throw new IllegalTransition("Sync " + id() + " is " + status() + " and cannot " + action);
    }
  }

  /**
   * The version that a sync transfers.
   *
   * @param versionId identity in the lineage; null until it is known
   * @param versionHash hash of the content without volatile members; null until it is known
   */
  public record VersionLink(@Nullable String versionId, @Nullable String versionHash) {
    /** The link of a sync whose version is not known yet, such as a pull that has not been read. */
    public static final VersionLink NONE = new VersionLink(null, null);
  }

  /**
   * The settings that were used to reach the platform.
   *
   * @param platformRevision the revision of the platform's settings; null when not configured here
   * @param credentialFingerprint distinguishes one secret from the next; null when there was none
   * @param adapterVersion the version of the gateway; null when recorded from outside
   * @param apiVersion the version of the platform's API; null when recorded from outside
   */
  public record Target(
      @Nullable Integer platformRevision,
      @Nullable String credentialFingerprint,
      @Nullable String adapterVersion,
      @Nullable String apiVersion) {
    /** The target of a sync that has used no settings of ours, or not yet. */
    public static final Target NONE = new Target(null, null, null, null);

    /** Returns the settings with which a platform is reached now. */
    public static Target of(PlatformLookup.Reached there) {
      return new Target(
          there.platform().revision(),
          there.gateway().credentials(there.platform()).fingerprint(),
          there.gateway().adapterVersion(),
          there.platform().apiVersion());
    }

    /** Returns the same settings with the credential of another target. */
    public Target withCredentialOf(Target other) {
      return new Target(platformRevision, other.credentialFingerprint, adapterVersion, apiVersion);
    }
  }

  /**
   * The progress of a sync so far.
   *
   * @param operation null until it is known
   * @param httpStatus the status of the deciding response
   * @param failure the failure of the last attempt; null once the sync succeeded
   * @param retryCount the number of failed attempts
   */
  public record State(
      SyncStatus status,
      @Nullable Operation operation,
      @Nullable Integer httpStatus,
      @Nullable Failure failure,
      List<PushResult.Item> items,
      int retryCount,
      @Nullable Instant firstSentAt,
      @Nullable Instant completedAt,
      @Nullable SettledBy settledBy,
      Map<PayloadRole, PayloadReference> payloads) {

    public State {
      items = List.copyOf(items);
      payloads = Map.copyOf(payloads);
    }

    State firstSent(Instant at) {
      return new State(
          status,
          operation,
          httpStatus,
          failure,
          items,
          retryCount,
          at,
          completedAt,
          settledBy,
          payloads);
    }

    State doing(Operation next) {
      return new State(
          status,
          next,
          httpStatus,
          failure,
          items,
          retryCount,
          firstSentAt,
          completedAt,
          settledBy,
          payloads);
    }

    State holding(PayloadRole payloadRole, @Nullable PayloadReference payload) {
      EnumMap<PayloadRole, PayloadReference> next = new EnumMap<>(PayloadRole.class);
      next.putAll(payloads);
      if (payload == null) {
        next.remove(payloadRole);
      } else {
        next.put(payloadRole, payload);
      }
      return new State(
          status,
          operation,
          httpStatus,
          failure,
          items,
          retryCount,
          firstSentAt,
          completedAt,
          settledBy,
          next);
    }

    State notApplied(int failedTries) {
      return new State(
          SyncStatus.IN_PROGRESS,
          operation,
          httpStatus,
          failure,
          items,
          failedTries,
          firstSentAt,
          completedAt,
          settledBy,
          payloads);
    }

    State failing(SyncStatus next, Failure why, int failedTries) {
      return new State(
          next,
          operation,
          why.httpStatus(),
          why,
          items,
          failedTries,
          firstSentAt,
          completedAt,
          settledBy,
          payloads);
    }

    State concluded(PushResult result, SettledBy by, Instant at) {
      return new State(
          result.isPartial() ? SyncStatus.PARTIAL : SyncStatus.SUCCESS,
          result.operation(),
          result.httpStatus(),
          null,
          result.items(),
          retryCount,
          firstSentAt,
          at,
          by,
          payloads);
    }

    State failed(Failure why, boolean counts, SettledBy by, Instant at) {
      return new State(
          SyncStatus.FAILED,
          operation,
          why.httpStatus(),
          why,
          items,
          retryCount + (counts ? 1 : 0),
          firstSentAt,
          at,
          by,
          payloads);
    }
  }
}
