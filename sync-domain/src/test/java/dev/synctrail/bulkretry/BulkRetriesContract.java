package dev.synctrail.bulkretry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.bulkretry.BulkRetries.Matching;
import dev.synctrail.bulkretry.BulkRetry.Cancelled;
import dev.synctrail.bulkretry.BulkRetry.Counts;
import dev.synctrail.bulkretry.BulkRetry.Resumed;
import dev.synctrail.bulkretry.BulkRetryEntry.State;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Contract tests for implementations of {@link BulkRetries}. */
public abstract class BulkRetriesContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  protected static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  protected static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final PlatformId CMS = new PlatformId("cms");
  private static final PushOptions DRY = new PushOptions(true, false);
  private static final SyncFilter FAILED = SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.FAILED);
  private static final Intent.Cause CAUSE =
      new Intent.Cause("ann", "bob", "the platform is back", "{\"a\":1}", null, null, null);

  /** Returns the implementation under test, empty. */
  protected abstract BulkRetries retries();

  /** Returns the syncs that filters are applied to. */
  protected abstract Syncs syncs();

  /** Makes stored data visible to later reads. */
  protected void commit() {}

  private static Sync begun(
      TypeKey typeKey, Direction direction, PushOptions options, Recorder recorder) {
    return Sync.begin(
        new Intent(SyncId.at(NOON), typeKey, CMS, direction, CAUSE, options, recorder, NOON),
        Sync.VersionLink.NONE,
        Sync.Target.NONE,
        null);
  }

  private SyncId add(Sync sync) {
    syncs().add(sync);
    return sync.id();
  }

  private SyncId failed(
      TypeKey typeKey, Direction direction, PushOptions options, Recorder recorder) {
    return add(
        begun(typeKey, direction, options, recorder)
            .failed(Failure.of(FailureClass.FORBIDDEN, "no"), true, SettledBy.ANSWER, NOON));
  }

  /** Adds a failed push of a type. */
  protected SyncId failed(TypeKey typeKey) {
    return failed(typeKey, Direction.PUSH, PushOptions.NONE, Recorder.ENGINE);
  }

  private SyncId succeeded(TypeKey typeKey) {
    return add(
        begun(typeKey, Direction.PUSH, PushOptions.NONE, Recorder.ENGINE)
            .concluded(PushResult.whole(Operation.UPDATE, 200), SettledBy.ANSWER, NOON));
  }

  private SyncId unknown(TypeKey typeKey) {
    return add(
        begun(typeKey, Direction.PUSH, PushOptions.NONE, Recorder.ENGINE)
            .unknown(Failure.of(FailureClass.TIMEOUT, "late")));
  }

  private BulkRetry frozen(SyncFilter filter) {
    UUID id = SyncId.at(NOON).value();
    int total = retries().freeze(id, filter, 100);
    BulkRetry job =
        new BulkRetry(
            id,
            filter,
            retries().resolve(filter),
            CAUSE,
            new Counts(total, 0, 0),
            NOON,
            null,
            null,
            null,
            null);
    retries().add(job);
    commit();
    return job;
  }

  private List<BulkRetryEntry> entries(UUID job) {
    return retries().entries(job, null, null, false, 100);
  }

  @Test
  void stores_the_syncs_that_match_now() {
    SyncId first = failed(ARTICLE);
    SyncId second = failed(TEASER);
    succeeded(new TypeKey("Done"));
    commit();
    BulkRetry job = frozen(FAILED);
    failed(new TypeKey("Late"));
    commit();

    assertThat(entries(job.id()))
        .containsExactly(
            new BulkRetryEntry(first, ARTICLE, CMS, null, State.PENDING, null, null),
            new BulkRetryEntry(second, TEASER, CMS, null, State.PENDING, null, null));
    assertThat(retries().freeze(UUID.randomUUID(), FAILED, 1)).isEqualTo(2);
  }

  @Test
  void marks_earlier_syncs_of_a_type_as_superseded() {
    SyncId first = failed(ARTICLE);
    SyncId second = failed(ARTICLE);
    SyncId pull = failed(ARTICLE, Direction.PULL, PushOptions.NONE, Recorder.ENGINE);
    SyncId dry = failed(ARTICLE, Direction.PUSH, DRY, Recorder.ENGINE);
    SyncId outside = failed(ARTICLE, Direction.PUSH, PushOptions.NONE, Recorder.OUTSIDE);
    SyncId last = failed(ARTICLE);
    SyncId later = failed(TEASER);
    commit();

    List<BulkRetryEntry> set = entries(frozen(SyncFilter.ALL).id());

    assertThat(set)
        .extracting(BulkRetryEntry::sync)
        .containsExactly(first, second, pull, dry, outside, last, later);
    assertThat(set)
        .extracting(BulkRetryEntry::supersededBy)
        .containsExactly(last, last, null, null, null, null, null);
    assertThat(retries().count(SyncFilter.ALL, 9))
        .returns(7L, Matching::matching)
        .returns(3L, Matching::repeatable);
  }

  @Test
  void an_unknown_outcome_is_never_superseded_and_supersedes_earlier_syncs() {
    SyncId first = failed(ARTICLE);
    SyncId unsure = unknown(ARTICLE);
    SyncId other = unknown(TEASER);
    SyncId last = failed(TEASER);
    commit();

    List<BulkRetryEntry> set = entries(frozen(SyncFilter.ALL).id());

    assertThat(set).extracting(BulkRetryEntry::sync).containsExactly(first, unsure, other, last);
    assertThat(set)
        .extracting(BulkRetryEntry::supersededBy)
        .containsExactly(unsure, null, null, null);
    assertThat(retries().count(SyncFilter.ALL, 9))
        .returns(4L, Matching::matching)
        .returns(3L, Matching::repeatable);
  }

  @Test
  void does_not_count_syncs_superseded_outside_the_set_as_retryable() {
    failed(ARTICLE);
    succeeded(ARTICLE);
    failed(TEASER);
    add(begun(TEASER, Direction.PUSH, PushOptions.NONE, Recorder.ENGINE));
    failed(new TypeKey("Hero"));
    add(begun(new TypeKey("Hero"), Direction.PUSH, DRY, Recorder.ENGINE));
    commit();

    assertThat(retries().count(FAILED, 9))
        .returns(3L, Matching::matching)
        .returns(1L, Matching::repeatable);
  }

  @Test
  void a_push_that_changed_nothing_supersedes_no_failed_push_of_the_same_content() {
    failed(ARTICLE);
    add(
        begun(ARTICLE, Direction.PUSH, PushOptions.NONE, Recorder.ENGINE)
            .concluded(PushResult.whole(Operation.NONE, 200), SettledBy.ANSWER, NOON));
    commit();

    assertThat(retries().count(FAILED, 9))
        .returns(1L, Matching::matching)
        .returns(1L, Matching::repeatable);
  }

  @Test
  void stops_counting_after_the_limit() {
    failed(ARTICLE);
    failed(TEASER);
    failed(new TypeKey("Hero"));
    commit();

    assertThat(retries().count(FAILED, 3))
        .returns(3L, Matching::matching)
        .returns(3L, Matching::repeatable);
    assertThat(retries().count(FAILED, 1))
        .returns(2L, Matching::matching)
        .returns(2L, Matching::repeatable);
  }

  @Test
  void does_not_count_syncs_that_only_their_deployment_can_retry() {
    PushOptions first = PushOptions.NONE.with(PushFlag.FIRST_PHASE).with(PushFlag.EXACTLY);
    failed(ARTICLE, Direction.PUSH, first, Recorder.ENGINE);
    failed(TEASER, Direction.PUSH, PushOptions.NONE.with(PushFlag.SECOND_PHASE), Recorder.ENGINE);
    SyncId rollback =
        failed(
            new TypeKey("Hero"),
            Direction.PUSH,
            PushOptions.NONE.with(PushFlag.EXACTLY),
            Recorder.ENGINE);
    failed(
        new TypeKey("Card"),
        Direction.PUSH,
        PushOptions.NONE.with(PushFlag.EXACTLY).with(PushFlag.RESTORE),
        Recorder.ENGINE);
    commit();

    // a restore of no known version has nothing to restore
    assertThat(retries().count(FAILED, 9))
        .returns(4L, Matching::matching)
        .returns(1L, Matching::repeatable);
    assertThat(retries().rollbacks(FAILED, 9)).containsExactly(rollback);
  }

  @Test
  void returns_pending_entries_and_stores_decisions() {
    SyncId first = failed(ARTICLE);
    SyncId second = failed(TEASER);
    SyncId third = failed(new TypeKey("Hero"));
    commit();
    BulkRetry job = frozen(FAILED);
    assertThat(retries().next(500)).contains(job.id());
    List<BulkRetryEntry> batch = retries().pending(job.id(), 500, 2);
    assertThat(batch).extracting(BulkRetryEntry::sync).containsExactly(first, second);
    SyncId next = SyncId.at(NOON);

    retries()
        .decide(job.id(), List.of(batch.get(0).started(next), batch.get(1).skipped("superseded")));
    retries().update(job.advanced(1, 1, NOON.plusSeconds(1)));
    commit();

    assertThat(retries().pending(job.id(), 500, 9))
        .extracting(BulkRetryEntry::sync)
        .containsExactly(third);
    assertThat(retries().entries(job.id(), State.STARTED, null, false, 9))
        .containsExactly(new BulkRetryEntry(first, ARTICLE, CMS, null, State.STARTED, next, null));
    assertThat(retries().entries(job.id(), State.SKIPPED, null, false, 9))
        .containsExactly(
            new BulkRetryEntry(second, TEASER, CMS, null, State.SKIPPED, null, "superseded"));
    assertThat(retries().entries(job.id(), null, second, false, 9))
        .extracting(BulkRetryEntry::sync)
        .containsExactly(third);
    assertThat(retries().entries(job.id(), null, third, true, 1))
        .extracting(BulkRetryEntry::sync)
        .containsExactly(second);
    assertThat(retries().find(job.id()).orElseThrow().counts()).isEqualTo(new Counts(3, 1, 1));
  }

  @Test
  void returns_a_job_as_it_was_stored() {
    failed(ARTICLE);
    commit();
    BulkRetry job = frozen(FAILED);
    assertThat(retries().find(job.id())).contains(job);
    assertThat(retries().lock(job.id())).contains(job);

    Cancelled stop = new Cancelled("eve", NOON.plusSeconds(1), null);
    BulkRetry cancelled = job.with(stop).withProblem("oh");
    retries().update(cancelled);
    commit();
    assertThat(retries().find(job.id())).contains(cancelled);
    assertThat(retries().next(500)).isEmpty();

    Resumed again = new Resumed("bob", NOON.plusSeconds(2));
    BulkRetry resumed = job.with(new Cancelled(stop.actor(), stop.at(), again));
    retries().update(resumed);
    commit();
    assertThat(retries().find(job.id())).contains(resumed);
    assertThat(retries().next(500)).contains(job.id());

    BulkRetry done = resumed.advanced(0, 1, NOON.plusSeconds(2));
    retries().update(done);
    commit();
    assertThat(retries().find(job.id())).contains(done);
    assertThat(retries().next(500)).isEmpty();
    assertThat(retries().find(UUID.randomUUID())).isEmpty();
    assertThat(retries().lock(UUID.randomUUID())).isEmpty();
  }

  @Test
  void lists_the_newest_jobs_first() {
    failed(ARTICLE);
    commit();
    BulkRetry first = frozen(FAILED);
    BulkRetry second = frozen(FAILED);
    BulkRetry third = frozen(FAILED);

    assertThat(retries().list(null, false, 2)).containsExactly(third, second);
    assertThat(retries().list(second.id(), false, 2)).containsExactly(first);
    assertThat(retries().list(first.id(), true, 1)).containsExactly(second);
    assertThat(retries().next(500)).contains(first.id());
  }
}
