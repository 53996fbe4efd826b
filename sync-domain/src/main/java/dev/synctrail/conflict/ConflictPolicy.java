package dev.synctrail.conflict;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.ChangesByOthers;
import dev.synctrail.drift.DeployedState;
import dev.synctrail.drift.DeployedStates;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.PushBasis;
import dev.synctrail.tracking.RetryChain;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.VersionTree;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a push does with the state that it finds on its platform.
 *
 * <p>There is no conflict when we never pushed the type to the platform, or when the state found is
 * the one that our last push left, the desired one, or a later version that the desired version
 * builds on: a user who pulled a change and built on it has seen it.
 */
@ApplicationScoped
public class ConflictPolicy {
  private final Syncs syncs;
  private final DeployedStates deployedStates;
  private final Versions versions;
  private final Conflicts conflicts;
  private final RecordConflict recordConflict;
  private final DriftPolicy policy;
  private final Clock clock;
  private final Merging merging;
  private final ChangesByOthers comparison;

  @Inject
  public ConflictPolicy(
      Syncs syncs,
      DeployedStates deployedStates,
      Snapshots snapshots,
      Versions versions,
      Conflicts conflicts,
      RecordConflict recordConflict,
      DriftPolicy policy,
      Clock clock) {
    this.syncs = syncs;
    this.deployedStates = deployedStates;
    this.versions = versions;
    this.conflicts = conflicts;
    this.recordConflict = recordConflict;
    this.policy = policy;
    this.clock = clock;
    this.merging = new Merging(deployedStates, snapshots);
    this.comparison = new ChangesByOthers(snapshots, policy);
  }

  /**
   * Returns the state to write; empty to leave the platform unchanged.
   *
   * @param basis what an earlier attempt was decided on; null for the first attempt. While no push
   *     of ours has landed, changes by others are detected against the state found by that attempt
   * @param recording runs what records a conflict in one transaction with the read that found it
   * @throws ConflictFound when the state must not be changed
   * @throws Deferred while our last push is still being read back and a different state is found
   */
  public Optional<DesiredState> decide(
      PlatformLookup.Reached there,
      Sync sync,
      DesiredState wanted,
      @Nullable LiveState liveState,
      @Nullable PushBasis basis,
      Consumer<Runnable> recording) {
    PlatformId platform = sync.intent().platform();
    TypeKey typeKey = sync.intent().typeKey();
    DeployedState deployedState =
        deployedStates
            .find(platform, typeKey)
            .orElseGet(() -> DeployedState.unknown(platform, typeKey));
    if (deployedState.pushed() == null) {
      return decideUnpushed(there, sync, deployedState, wanted, liveState, basis, recording);
    }
    List<String> theirs = changedByOthers(there, deployedState, liveState);
    if (theirs.isEmpty() || isNoLoss(there, sync, wanted, liveState, deployedState.pushed())) {
      return Optional.of(wanted);
    }
    if (deployedState.state() == DeployedState.State.PENDING && deployedState.check() != null) {
      throw new Deferred(
          Failure.of(
              FailureClass.CONFLICT,
              "The last push " + deployedState.pushed() + " is still being read back"),
          clock.instant().plus(policy.between()));
    }
    return settle(sync, deployedState, deployedState.base(), wanted, liveState, theirs, recording);
  }

  /**
   * Decides when no push of ours has landed: only the state that an earlier attempt found, or that
   * a conflict was about, may be replaced. If there is neither, no earlier state is known.
   */
  private Optional<DesiredState> decideUnpushed(
      PlatformLookup.Reached there,
      Sync sync,
      DeployedState deployedState,
      DesiredState wanted,
      @Nullable LiveState liveState,
      @Nullable PushBasis basis,
      Consumer<Runnable> recording) {
    Conflict met =
        basis == null
            ? decided(RetryChain.of(sync, syncs))
                .or(() -> conflicts.open(deployedState.platform(), deployedState.typeKey()))
                .orElse(null)
            : null;
    if (basis == null && met == null) {
      return Optional.of(wanted);
    }
    PayloadReference base = basis == null ? baseOf(Objects.requireNonNull(met)) : basis.found();
    List<String> theirs = comparison.changes(base, liveState, there);
    return theirs.isEmpty() || isNoLoss(there, sync, wanted, liveState, null)
        ? Optional.of(wanted)
        : settle(sync, deployedState, base, wanted, liveState, theirs, recording);
  }

  /** Returns the state that a user decided on, or the base of the open conflict. */
  private static @Nullable PayloadReference baseOf(Conflict met) {
    return met.isOpen() ? met.base() : met.theirs();
  }

  /** Returns our own earlier contents of a type, newest first. */
  public Iterable<Snapshot> own(TypeKey typeKey) {
    return versions.recentContents(typeKey);
  }

  /**
   * Decides after the platform reported a concurrent change (412): any state found now that is not
   * the desired one is a change by others.
   *
   * @param recording runs what records a conflict in one transaction with the read that found it
   * @return the state to write; empty to leave the platform unchanged
   * @throws ConflictFound when the state must not be changed
   */
  public Optional<DesiredState> decideLate(
      PlatformLookup.Reached there,
      Sync sync,
      DesiredState wanted,
      @Nullable LiveState liveState,
      Consumer<Runnable> recording) {
    PlatformId platform = sync.intent().platform();
    TypeKey typeKey = sync.intent().typeKey();
    DeployedState deployedState =
        deployedStates
            .find(platform, typeKey)
            .orElseGet(() -> DeployedState.unknown(platform, typeKey));
    if (isNoLoss(there, sync, wanted, liveState, deployedState.pushed())) {
      return Optional.of(wanted);
    }
    List<String> theirs =
        liveState != null && wanted instanceof DesiredState.Content content
            ? there.gateway().differences(there.platform(), liveState.content(), content.whole())
            : List.of("");
    return settle(sync, deployedState, deployedState.base(), wanted, liveState, theirs, recording);
  }

  /**
   * Returns where the state found differs from the one that our last push left; empty when it does
   * not.
   */
  private List<String> changedByOthers(
      PlatformLookup.Reached there, DeployedState deployedState, @Nullable LiveState liveState) {
    return liveState == null
        ? deployedState.base() == null ? List.of() : List.of("")
        : comparison.changes(deployedState, liveState, there);
  }

  private boolean isNoLoss(
      PlatformLookup.Reached there,
      Sync sync,
      DesiredState wanted,
      @Nullable LiveState liveState,
      @Nullable SyncId pushed) {
    if (!(wanted instanceof DesiredState.Content content)) {
      return liveState == null;
    }
    return liveState != null
        && (there
                .gateway()
                .differences(there.platform(), liveState.content(), content.whole())
                .isEmpty()
            || ContentHash.ifReadable(liveState.content().bytes())
                .filter(found -> isBuiltOn(sync, found, pushed))
                .isPresent());
  }

  /**
   * Returns whether the desired version builds on the state found. A version from before our last
   * push does not count: its return is a change that no user here has seen.
   */
  private boolean isBuiltOn(Sync sync, ContentHash found, @Nullable SyncId pushed) {
    VersionTree tree = versions.tree(sync.intent().typeKey());
    return tree.nodes().stream()
        .filter(node -> node.id().hex().equals(sync.version().versionId()))
        .anyMatch(
            wanted ->
                tree.nodes().stream()
                    .filter(node -> node.contentHash().equals(found))
                    .filter(node -> pushed == null || node.createdAt().isAfter(pushed.startedAt()))
                    .anyMatch(
                        node ->
                            tree.commonAncestor(node.id(), wanted.id()).equals(Optional.of(node))));
  }

  private Optional<DesiredState> settle(
      Sync sync,
      DeployedState deployedState,
      @Nullable PayloadReference base,
      DesiredState wanted,
      @Nullable LiveState liveState,
      List<String> theirs,
      Consumer<Runnable> recording) {
    OnConflict how = isDecidedOtherwise(sync, liveState) ? OnConflict.REFUSE : onConflict(sync);
    DesiredState merged =
        how == OnConflict.MERGE
                && liveState != null
                && wanted instanceof DesiredState.Content content
            ? merged(deployedState, content.whole(), liveState)
            : null;
    boolean refused = how == OnConflict.REFUSE || (how == OnConflict.MERGE && merged == null);
    if (!sync.intent().options().dryRun()) {
      recording.accept(
          () ->
              record(sync, deployedState.wanted(), base, liveState, theirs, refused ? null : how));
    }
    if (refused) {
      throw new ConflictFound(failure(sync, deployedState, liveState, theirs, how));
    }
    return switch (how) {
      case OVERWRITE -> Optional.of(wanted);
      case KEEP_THEIRS -> Optional.empty();
      case MERGE, REFUSE -> Optional.ofNullable(merged);
    };
  }

  private static OnConflict onConflict(Sync sync) {
    return sync.intent().options().onConflict();
  }

  /**
   * Returns whether the user's decision that the push carries out was about another state than the
   * one found now, which the user has not seen. If the push that was originally requested is no
   * longer stored, neither is what was decided.
   */
  private boolean isDecidedOtherwise(Sync sync, @Nullable LiveState liveState) {
    Checksum there = liveState == null ? null : liveState.content().checksum();
    List<Sync> chain = RetryChain.of(sync, syncs);
    return decided(chain)
        .map(decided -> !Objects.equals(checksum(decided.theirs()), there))
        .orElseGet(() -> !RetryChain.isComplete(chain));
  }

  /** Returns the conflict whose decision a push carries out, itself or as a retry. */
  private Optional<Conflict> decided(List<Sync> chain) {
    return chain.stream().flatMap(link -> decidedFor(link).stream()).findFirst();
  }

  private Optional<Conflict> decidedFor(Sync sync) {
    RunId run = sync.intent().cause().run();
    SyncId retried = sync.intent().cause().retryOf();
    return run == null || retried == null
        ? Optional.empty()
        : conflicts
            .decidedIn(run, sync.intent().typeKey())
            .filter(decided -> decided.metBy().contains(retried));
  }

  private static @Nullable Checksum checksum(@Nullable PayloadReference payloadReference) {
    return payloadReference == null ? null : payloadReference.checksum();
  }

  private void record(
      Sync sync,
      @Nullable PayloadReference wantedThen,
      @Nullable PayloadReference base,
      @Nullable LiveState liveState,
      List<String> theirs,
      @Nullable OnConflict resolution) {
    Instant now = clock.instant();
    recordConflict.record(
        liveState == null ? null : liveState.content(),
        found ->
            new Conflict(
                sync.id(),
                sync.intent().platform(),
                sync.intent().typeKey(),
                base,
                found,
                sync.payload(PayloadRole.INTENDED).orElse(null),
                wantedThen,
                theirs,
                liveState == null ? null : liveState.etag(),
                now,
                resolution,
                resolution == null ? null : now,
                resolution == null ? null : sync.intent().cause().actor(),
                resolution == null ? null : sync.intent().cause().reason(),
                resolution == null ? null : sync.intent().cause().run(),
                null));
  }

  private static Failure failure(
      Sync sync,
      DeployedState deployedState,
      @Nullable LiveState liveState,
      List<String> theirs,
      OnConflict how) {
    String what =
        liveState == null ? " was removed from the platform" : " was changed on the platform";
    String since =
        deployedState.pushed() == null
            ? " at the same time"
            : " since push " + deployedState.pushed();
    return Failure.of(
        FailureClass.CONFLICT,
        "Type "
            + sync.intent().typeKey()
            + what
            + since
            + (how == OnConflict.MERGE ? ", and the changes cannot be merged" : "")
            + "; nothing was written",
        theirs.stream()
            .map(field -> new Failure.FieldError(field, "changed on the platform"))
            .toList());
  }

  /**
   * Returns the desired state merged with the changes by others; null where both change the same
   * member.
   */
  private @Nullable DesiredState merged(
      DeployedState deployedState, Snapshot wanted, LiveState liveState) {
    Snapshot merged =
        merging
            .merge(deployedState.base(), liveState.content(), deployedState.wanted(), wanted)
            .result();
    return merged == null ? null : new DesiredState.Content(merged);
  }
}
