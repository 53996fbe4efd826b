package dev.synctrail.conflict;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.ChangesByOthers;
import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.drift.Placement;
import dev.synctrail.drift.Placements;
import dev.synctrail.platform.Conflict;
import dev.synctrail.platform.Deferred;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Live;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Reach;
import dev.synctrail.platform.Wish;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.PushBasis;
import dev.synctrail.tracking.Role;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.VersionTree;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a push may make of what it found on its platform.
 *
 * <p>It is no conflict when we never pushed the type there, when what is there is what our last
 * push left, or already what is wanted, or a version since then that the wanted one builds on:
 * whoever pulled a change and built on it has seen it.
 */
@Dependent
public class Arbitrating {
  private final Placements placements;
  private final Versions versions;
  private final Disputes disputes;
  private final Disputing disputing;
  private final DriftPolicy policy;
  private final Clock clock;
  private final Merging merging;
  private final ChangesByOthers comparison;

  @Inject
  public Arbitrating(
      Placements placements,
      Snapshots snapshots,
      Versions versions,
      Disputes disputes,
      Disputing disputing,
      DriftPolicy policy,
      Clock clock) {
    this.placements = placements;
    this.versions = versions;
    this.disputes = disputes;
    this.disputing = disputing;
    this.policy = policy;
    this.clock = clock;
    this.merging = new Merging(placements, snapshots);
    this.comparison = new ChangesByOthers(snapshots, policy);
  }

  /**
   * Returns what is to be there, empty to leave what is there.
   *
   * @param basis what an earlier attempt was decided on; null when this is the first. Where no push
   *     of ours has landed yet, others' changes are told from what that attempt has found
   * @throws Conflict when it may not be touched
   * @throws Deferred while our last push is still being read back and something else is there
   */
  public Optional<Wish> decide(
      Reach.Reached there, Sync sync, Wish wanted, @Nullable Live live, @Nullable PushBasis basis) {
    PlatformId platform = sync.intent().platform();
    TypeKey typeKey = sync.intent().typeKey();
    Placement placement =
        placements.find(platform, typeKey).orElseGet(() -> Placement.unknown(platform, typeKey));
    if (placement.pushed() == null) {
      return decideUnpushed(there, sync, placement, wanted, live, basis);
    }
    List<String> theirs = changedByOthers(there, placement, live);
    if (theirs.isEmpty() || isNoLoss(there, sync, wanted, live, placement.pushed())) {
      return Optional.of(wanted);
    }
    if (placement.state() == Placement.State.PENDING && placement.check() != null) {
      throw new Deferred(
          Failure.of(
              FailureClass.CONFLICT,
              "The last push " + placement.pushed() + " is still being read back"),
          clock.instant().plus(policy.between()));
    }
    return settle(sync, placement, placement.base(), wanted, live, theirs);
  }

  /**
   * Decides where no push of ours has landed: only what an earlier attempt has found may be
   * replaced, or what a conflict was about. Where there is neither, nobody has seen any state yet.
   */
  private Optional<Wish> decideUnpushed(
      Reach.Reached there,
      Sync sync,
      Placement placement,
      Wish wanted,
      @Nullable Live live,
      @Nullable PushBasis basis) {
    Dispute met =
        basis == null
            ? decided(sync)
                .or(() -> disputes.open(placement.platform(), placement.typeKey()))
                .orElse(null)
            : null;
    if (basis == null && met == null) {
      return Optional.of(wanted);
    }
    Evidence base = basis == null ? seen(Objects.requireNonNull(met)) : basis.found();
    List<String> theirs = comparison.changes(base, live, there);
    return theirs.isEmpty() || isNoLoss(there, sync, wanted, live, null)
        ? Optional.of(wanted)
        : settle(sync, placement, base, wanted, live, theirs);
  }

  /** Returns what a person has decided on, or what the conflict that is open is told from. */
  private static @Nullable Evidence seen(Dispute met) {
    return met.isOpen() ? met.base() : met.theirs();
  }

  /** Returns what our own contents of a type have been, newest first. */
  public Iterable<Snapshot> own(TypeKey typeKey) {
    return versions.recentContents(typeKey);
  }

  /**
   * Decides after the platform has said that somebody was quicker (412): whatever is there now that
   * is not wanted is theirs.
   *
   * @return what is to be there, empty to leave what is there
   * @throws Conflict when it may not be touched
   */
  public Optional<Wish> decideLate(
      Reach.Reached there, Sync sync, Wish wanted, @Nullable Live live) {
    PlatformId platform = sync.intent().platform();
    TypeKey typeKey = sync.intent().typeKey();
    Placement placement =
        placements.find(platform, typeKey).orElseGet(() -> Placement.unknown(platform, typeKey));
    if (isNoLoss(there, sync, wanted, live, placement.pushed())) {
      return Optional.of(wanted);
    }
    List<String> theirs =
        live != null && wanted instanceof Wish.Content content
            ? there.gateway().differences(there.platform(), live.content(), content.whole())
            : List.of("");
    return settle(sync, placement, placement.base(), wanted, live, theirs);
  }

  /** Where what is there is not what our last push left; empty when it is. */
  private List<String> changedByOthers(
      Reach.Reached there, Placement placement, @Nullable Live live) {
    return live == null
        ? placement.base() == null ? List.of() : List.of("")
        : comparison.changes(placement, live, there);
  }

  private boolean isNoLoss(
      Reach.Reached there, Sync sync, Wish wanted, @Nullable Live live, @Nullable SyncId pushed) {
    if (!(wanted instanceof Wish.Content content)) {
      return live == null;
    }
    return live != null
        && (there.gateway().differences(there.platform(), live.content(), content.whole()).isEmpty()
            || ContentHash.ifReadable(live.content().bytes())
                .filter(found -> isBuiltOn(sync, found, pushed))
                .isPresent());
  }

  /**
   * Tells whether the wanted version builds on what is there. One from before our last push does
   * not count: that it is there again is a change that nobody here has seen.
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

  private Optional<Wish> settle(
      Sync sync,
      Placement placement,
      @Nullable Evidence base,
      Wish wanted,
      @Nullable Live live,
      List<String> theirs) {
    OnConflict how = isDecidedOtherwise(sync, live) ? OnConflict.REFUSE : asked(sync);
    Wish merged =
        how == OnConflict.MERGE && live != null && wanted instanceof Wish.Content content
            ? merged(placement, content.whole(), live)
            : null;
    boolean refused = how == OnConflict.REFUSE || (how == OnConflict.MERGE && merged == null);
    if (!sync.intent().options().dryRun()) {
      record(sync, base, live, theirs, refused ? null : how);
    }
    if (refused) {
      throw new Conflict(failure(sync, placement, live, theirs, how));
    }
    return switch (how) {
      case OVERWRITE -> Optional.of(wanted);
      case KEEP_THEIRS -> Optional.empty();
      case MERGE, REFUSE -> Optional.ofNullable(merged);
    };
  }

  private static OnConflict asked(Sync sync) {
    return sync.intent().options().onConflict();
  }

  /**
   * Tells whether a person's decision that the push carries out was about something else than what
   * is there now, which nobody has seen.
   */
  private boolean isDecidedOtherwise(Sync sync, @Nullable Live live) {
    Checksum there = live == null ? null : live.content().checksum();
    return decided(sync)
        .filter(decided -> !Objects.equals(checksum(decided.theirs()), there))
        .isPresent();
  }

  /** Returns the conflict whose decision a push carries out. */
  private Optional<Dispute> decided(Sync sync) {
    RunId run = sync.intent().cause().run();
    SyncId retried = sync.intent().cause().retryOf();
    return run == null || retried == null
        ? Optional.empty()
        : disputes
            .decidedIn(run, sync.intent().typeKey())
            .filter(decided -> decided.metBy().contains(retried));
  }

  private static @Nullable Checksum checksum(@Nullable Evidence evidence) {
    return evidence == null ? null : evidence.checksum();
  }

  private void record(
      Sync sync,
      @Nullable Evidence base,
      @Nullable Live live,
      List<String> theirs,
      @Nullable OnConflict resolution) {
    Instant now = clock.instant();
    disputing.record(
        live == null ? null : live.content(),
        found ->
            new Dispute(
                sync.id(),
                sync.intent().platform(),
                sync.intent().typeKey(),
                base,
                found,
                sync.evidence(Role.INTENDED).orElse(null),
                theirs,
                live == null ? null : live.etag(),
                now,
                resolution,
                resolution == null ? null : now,
                resolution == null ? null : sync.intent().cause().actor(),
                resolution == null ? null : sync.intent().cause().reason(),
                resolution == null ? null : sync.intent().cause().run(),
                null));
  }

  private static Failure failure(
      Sync sync, Placement placement, @Nullable Live live, List<String> theirs, OnConflict how) {
    String what = live == null ? " was removed there" : " was changed there";
    String since =
        placement.pushed() == null ? " at the same time" : " since our push " + placement.pushed();
    return new Failure(
        FailureClass.CONFLICT,
        "Type "
            + sync.intent().typeKey()
            + what
            + since
            + (how == OnConflict.MERGE ? ", and it cannot be merged" : "")
            + "; nothing was written",
        null,
        null,
        theirs.stream().map(field -> new Failure.FieldError(field, "changed there")).toList(),
        null);
  }

  /** Returns what is wanted with their changes in it; null where both touch the same member. */
  private @Nullable Wish merged(Placement placement, Snapshot wanted, Live live) {
    Snapshot merged =
        merging.merge(placement.base(), live.content(), placement.wanted(), wanted).result();
    return merged == null ? null : new Wish.Content(merged);
  }
}
