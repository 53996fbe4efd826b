package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Run.Counts;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of every implementation of {@link Runs}. */
public abstract class RunsContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant LATER = NOON.plusSeconds(7);
  private static final PlatformId CMS = new PlatformId("cms");

  /** Returns empty runs. */
  protected abstract Runs runs();

  /** Returns the syncs that the runs consist of. */
  protected abstract Syncs syncs();

  /** Makes what was written so far visible to later reads. */
  protected void commit() {}

  private RunId added(int total, boolean listing) {
    Run run = run(total, listing, null, null);
    runs().add(run);
    commit();
    return run.id();
  }

  private static Run run(
      int total, boolean listing, @Nullable RunId retryOf, @Nullable Instant completed) {
    return new Run(
        RunId.at(NOON),
        listing ? Direction.PULL : Direction.PUSH,
        CMS,
        "ann",
        "bob",
        "release «7»",
        "{\"a\":1}",
        new PushOptions(true, true).with(PushFlag.EXACTLY),
        new Run.Origin(retryOf, retryOf, retryOf),
        null,
        Counts.of(total),
        listing,
        null,
        NOON,
        completed,
        completed);
  }

  private Run found(RunId id) {
    commit();
    return runs().find(id).orElseThrow();
  }

  @Test
  void returns_a_run_as_it_was_added() {
    Run run = run(2, false, RunId.at(NOON), null);
    Run none = run(0, false, null, NOON);
    runs().add(run);
    runs().add(none);
    commit();

    assertThat(runs().find(run.id())).contains(run);
    assertThat(runs().find(none.id())).contains(none);
    assertThat(runs().find(RunId.at(NOON))).isEmpty();
  }

  @Test
  void records_the_first_start_only() {
    RunId id = added(2, false);

    runs().started(id, LATER);
    runs().started(id, LATER.plusSeconds(1));

    assertThat(found(id).startedAt()).isEqualTo(LATER);
    assertThat(found(id).status()).isEqualTo(Status.IN_PROGRESS);
  }

  @Test
  void counts_outcomes_and_reports_the_last_one() {
    RunId id = added(4, false);

    assertThat(runs().settled(id, SyncStatus.SUCCESS, NOON)).isFalse();
    assertThat(runs().settled(id, SyncStatus.FAILED, NOON)).isFalse();
    assertThat(runs().settled(id, SyncStatus.PARTIAL, NOON)).isFalse();
    assertThat(found(id).counts()).isEqualTo(new Counts(4, 1, 1, 1));
    assertThat(found(id).completedAt()).isNull();

    assertThat(runs().settled(id, SyncStatus.SUCCESS, LATER)).isTrue();
    assertThat(found(id).counts()).isEqualTo(new Counts(4, 2, 1, 1));
    assertThat(found(id).completedAt()).isEqualTo(LATER);
    assertThat(found(id).status()).isEqualTo(Status.PARTIAL);
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_PROGRESS", "UNKNOWN"})
  void rejects_counting_an_open_sync(SyncStatus open) {
    RunId id = added(1, false);

    assertThatThrownBy(() -> runs().settled(id, open, NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(open.name());
  }

  @Test
  void an_unknown_run_has_no_last_sync() {
    assertThat(runs().settled(RunId.at(NOON), SyncStatus.SUCCESS, NOON)).isFalse();
  }

  @Test
  void a_listing_adds_the_types_of_a_run() {
    RunId id = added(0, true);
    assertThat(found(id).status()).isEqualTo(Status.QUEUED);

    runs().listed(id, 2, LATER);

    Run run = found(id);
    assertThat(run.counts()).isEqualTo(Counts.of(2));
    assertThat(run.listing()).isFalse();
    assertThat(run.startedAt()).isEqualTo(LATER);
    assertThat(run.completedAt()).isNull();
  }

  @Test
  void a_run_is_complete_when_the_listing_finds_nothing() {
    RunId id = added(0, true);
    runs().started(id, NOON);

    runs().listed(id, 0, LATER);

    assertThat(found(id).startedAt()).isEqualTo(NOON);
    assertThat(found(id).completedAt()).isEqualTo(LATER);
    assertThat(found(id).status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void listed_types_that_cannot_be_pulled_count_as_failed() {
    RunId some = added(0, true);
    RunId none = added(0, true);
    List<TypeListing.Skipped> skipped =
        List.of(
            new TypeListing.Skipped("a:b", "Its key"), new TypeListing.Skipped("item 7", "No key"));

    runs().listed(some, 1, skipped, LATER);
    runs().listed(none, 0, skipped, LATER);

    assertThat(found(some).counts()).isEqualTo(new Counts(3, 0, 2, 0));
    assertThat(found(some).completedAt()).isNull();
    assertThat(found(none).status()).isEqualTo(Status.FAILED);
    assertThat(found(none).completedAt()).isEqualTo(LATER);
  }

  @Test
  void a_run_fails_with_its_listing() {
    RunId id = added(0, true);

    runs().listingFailed(id, "GET answered 403", LATER);

    Run run = found(id);
    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.errorMessage()).isEqualTo("GET answered 403");
    assertThat(run.listing()).isFalse();
    assertThat(run.startedAt()).isEqualTo(LATER);
    assertThat(run.completedAt()).isEqualTo(LATER);
  }

  @Test
  void returns_which_types_a_run_removes() {
    RunId id = added(2, false);
    wanted(id, "ArticlePage", PushOptions.NONE.with(PushFlag.REMOVAL));
    wanted(id, "TeaserBlock", PushOptions.NONE);
    commit();

    assertThat(runs().removes(id, new TypeKey("ArticlePage"))).isTrue();
    assertThat(runs().removes(id, new TypeKey("TeaserBlock"))).isFalse();
    assertThat(runs().removes(added(1, false), new TypeKey("ArticlePage"))).isFalse();
  }

  @Test
  void returns_the_syncs_of_a_type_in_order() {
    RunId id = added(3, false);
    SyncId first = wanted(id, "ArticlePage", PushOptions.NONE);
    wanted(id, "TeaserBlock", PushOptions.NONE);
    SyncId second = wanted(id, "ArticlePage", PushOptions.NONE);
    wanted(added(1, false), "ArticlePage", PushOptions.NONE);
    commit();

    assertThat(runs().ofType(id, new TypeKey("ArticlePage"))).containsExactly(first, second);
  }

  private SyncId wanted(RunId run, String typeKey, PushOptions options) {
    SyncId id = SyncId.at(NOON);
    syncs()
        .add(
            Sync.begin(
                new Intent(
                    id,
                    new TypeKey(typeKey),
                    CMS,
                    Direction.PUSH,
                    new Intent.Cause("ann", null, null, null, run, null, null),
                    options,
                    Recorder.ENGINE,
                    NOON),
                VersionLink.NONE,
                Target.NONE,
                null));
    return id;
  }

  @Test
  void is_cancelled_once_and_only_while_it_is_not_complete() {
    Run.Cancellation stop = new Run.Cancellation(LATER, "ann", "wrong platform");
    Run complete = run(0, false, null, NOON);
    runs().add(complete);
    RunId id = added(1, false);

    assertThat(runs().isCancelled(id)).isFalse();
    assertThat(runs().cancel(complete.id(), stop)).isFalse();
    assertThat(runs().cancel(RunId.at(NOON), stop)).isFalse();
    assertThat(runs().cancel(id, stop)).isTrue();
    assertThat(runs().cancel(id, stop)).isFalse();

    assertThat(runs().isCancelled(id)).isTrue();
    assertThat(found(id).cancellation()).isEqualTo(stop);
    runs().settled(id, SyncStatus.FAILED, LATER);
    assertThat(found(id).status()).isEqualTo(Run.Status.CANCELLED);
    assertThat(found(id).counts().failed()).isEqualTo(1);
  }

  @Test
  void finds_the_failed_syncs_of_a_run_in_order() {
    RunId id = added(3, false);
    SyncId first = sync(id, true);
    sync(id, false);
    SyncId second = sync(id, true);
    sync(added(1, false), true);
    commit();

    assertThat(runs().inStatus(id, SyncStatus.FAILED)).containsExactly(first, second);
    assertThat(runs().inStatus(id, SyncStatus.UNKNOWN)).isEmpty();
  }

  private SyncId sync(RunId run, boolean fails) {
    Sync sync =
        Sync.begin(
            new Intent(
                SyncId.at(NOON),
                new TypeKey("ArticlePage"),
                CMS,
                Direction.PUSH,
                new Intent.Cause("ann", null, null, null, run, null, null),
                PushOptions.NONE,
                Recorder.ENGINE,
                NOON),
            VersionLink.NONE,
            Target.NONE,
            null);
    syncs()
        .add(
            fails
                ? sync.failed(
                    Failure.of(FailureClass.FORBIDDEN, "no"), true, SettledBy.ANSWER, NOON)
                : sync.concluded(PushResult.whole(Operation.CREATE, 201), SettledBy.ANSWER, NOON));
    return sync.id();
  }
}
