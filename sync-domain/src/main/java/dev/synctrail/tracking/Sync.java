package dev.synctrail.tracking;

import dev.synctrail.platform.DesiredState;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PushFlag;
import dev.synctrail.platform.PushResult;
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
 * One type to or from one platform, once.
 *
 * <p>The life of a sync: it is begun IN_PROGRESS with its intent, before anything leaves. Each try
 * may fail and be repeated. A write whose answer is lost makes it UNKNOWN until a read-back settles
 * it. It ends as SUCCESS, PARTIAL or FAILED, and then never changes; only its link to a version can
 * be corrected. Every method returns the next state and throws {@link IllegalTransition} where
 * there is none.
 */
public record Sync(Intent intent, VersionLink version, Target target, State state) {

  /** Begins a sync with what was intended; a pull intends no payload. */
  public static Sync begin(
      Intent intent, VersionLink version, Target target, @Nullable PayloadReference intended) {
    EnumMap<PayloadRole, PayloadReference> evidence = new EnumMap<>(PayloadRole.class);
    if (intended != null) {
      evidence.put(PayloadRole.INTENDED, intended);
    }
    return new Sync(
        intent,
        version,
        target,
        new State(
            SyncStatus.IN_PROGRESS, null, null, null, List.of(), 0, null, null, null, evidence));
  }

  public SyncId id() {
    return intent.id();
  }

  public SyncStatus status() {
    return state.status();
  }

  /** Returns what is known of a payload, when there is one in that role. */
  public Optional<PayloadReference> evidence(PayloadRole payloadRole) {
    return Optional.ofNullable(state.evidence().get(payloadRole));
  }

  /** A request is about to leave; the first one starts the clock. */
  public Sync sending(Instant at) {
    requireOpen("send");
    return state.firstSentAt() != null ? this : with(state.firstSent(at));
  }

  /** A request left at that time, as another system says; the earliest one starts the clock. */
  public Sync sent(Instant at) {
    requireOpen("send");
    Instant first = state.firstSentAt();
    return first != null && !at.isBefore(first) ? this : with(state.firstSent(at));
  }

  /** A write is about to leave: its body, and what it does to what was there. */
  public Sync writing(@Nullable PayloadReference sent) {
    if (status() != SyncStatus.IN_PROGRESS) {
      throw new IllegalTransition("Sync " + id() + " is " + status() + " and cannot write");
    }
    return holding(PayloadRole.SENT, sent).holding(PayloadRole.ANSWERED, null).with(writes());
  }

  private Operation writes() {
    if (wantsGone()) {
      return Operation.DELETE;
    }
    return evidence(PayloadRole.BEFORE).isPresent() ? Operation.UPDATE : Operation.CREATE;
  }

  /** Tells whether it goes out with others of its run in one request, where that is possible. */
  public boolean goesTogether() {
    return intent.options().is(PushFlag.BATCHED) && !intent.options().dryRun() && !wantsGone();
  }

  /** Tells whether the type is to be gone; that no payload is known does not say so. */
  public boolean wantsGone() {
    return intent.options().is(PushFlag.REMOVAL);
  }

  /**
   * Returns what is to become of the type.
   *
   * @param kept returns the bytes of what is intended
   * @throws IllegalTransition when it intends nothing and is no removal
   */
  public DesiredState wish(Function<PayloadReference, Snapshot> kept) {
    return wantsGone()
        ? new DesiredState.Gone()
        : new DesiredState.Content(
            evidence(PayloadRole.INTENDED)
                .map(kept)
                .orElseThrow(
                    () -> new IllegalTransition("Sync " + id() + " has no intended payload")));
  }

  private Sync with(Operation operation) {
    return with(state.doing(operation));
  }

  /** A payload is known in a role, or known to be absent. */
  public Sync holding(PayloadRole payloadRole, @Nullable PayloadReference evidence) {
    requireOpen("record a payload");
    return with(state.holding(payloadRole, evidence));
  }

  /** The platform's settings that the coming try uses. */
  public Sync targeting(Target next) {
    requireOpen("start an attempt");
    return new Sync(intent, version, next, state);
  }

  /** A try failed; another may follow. */
  public Sync tried(Failure failure) {
    requireOpen("fail an attempt");
    return with(state.failing(status(), failure, state.retryCount() + 1));
  }

  /** A write left and no trustworthy answer came. */
  public Sync unknown(Failure failure) {
    requireOpen("become unknown");
    return with(state.failing(SyncStatus.UNKNOWN, failure, state.retryCount()));
  }

  /** A read-back found that the write changed nothing; the try counts unless the server died. */
  public Sync notApplied(boolean counts) {
    if (status() != SyncStatus.UNKNOWN) {
      throw new IllegalTransition("Only an unknown outcome can be found not applied");
    }
    return with(state.notApplied(state.retryCount() + (counts ? 1 : 0)));
  }

  /** The outcome is certain and good, wholly or in part. */
  public Sync concluded(PushResult result, SettledBy settledBy, Instant at) {
    requireOpen("succeed");
    return with(state.concluded(result, settledBy, at));
  }

  /**
   * The outcome is certain and bad.
   *
   * @param counts whether a try failed with it; false when nothing was tried
   */
  public Sync failed(Failure failure, boolean counts, SettledBy settledBy, Instant at) {
    requireOpen("fail");
    return with(state.failed(failure, counts, settledBy, at));
  }

  /**
   * Tells whether it is a push of ours that has made its platform what it wanted, wholly or partly.
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

  /** Corrects which version it is of; allowed at any time, the old link stays in the events. */
  public Sync linkedTo(VersionLink next) {
    return new Sync(intent, next, target, state);
  }

  private Sync with(State next) {
    return new Sync(intent, version, target, next);
  }

  private void requireOpen(String wish) {
    if (status().isTerminal()) {
      throw new IllegalTransition("Sync " + id() + " is " + status() + " and cannot " + wish);
    }
  }

  /**
   * Which version it is of.
   *
   * @param versionId identity in the lineage; null until it is known
   * @param versionHash of the content without volatile members; null until it is known
   */
  public record VersionLink(@Nullable String versionId, @Nullable String versionHash) {
    /** Not known yet, as for a pull that has not been read. */
    public static final VersionLink NONE = new VersionLink(null, null);
  }

  /**
   * What it was sent with.
   *
   * @param platformRevision the platform's settings; null when not configured here
   * @param credentialFingerprint tells one secret from the next; null when there was none
   * @param adapterVersion of the gateway; null when recorded from outside
   */
  public record Target(
      @Nullable Integer platformRevision,
      @Nullable String credentialFingerprint,
      @Nullable String adapterVersion) {
    /** Nothing of ours was used, or not yet. */
    public static final Target NONE = new Target(null, null, null);
  }

  /**
   * What has become of it so far.
   *
   * @param operation null until it is known
   * @param httpStatus of the answer that decided
   * @param failure of the last try; gone once the sync succeeded
   * @param retryCount tries that failed
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
      Map<PayloadRole, PayloadReference> evidence) {

    public State {
      items = List.copyOf(items);
      evidence = Map.copyOf(evidence);
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
          evidence);
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
          evidence);
    }

    State holding(PayloadRole payloadRole, @Nullable PayloadReference payload) {
      EnumMap<PayloadRole, PayloadReference> next = new EnumMap<>(PayloadRole.class);
      next.putAll(evidence);
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
          evidence);
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
          evidence);
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
          evidence);
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
          evidence);
    }
  }
}
