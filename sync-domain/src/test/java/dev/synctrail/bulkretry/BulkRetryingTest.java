package dev.synctrail.bulkretry;

import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.bulkretry.BulkRetry.Cancelled;
import dev.synctrail.bulkretry.BulkRetry.Counts;
import dev.synctrail.bulkretry.BulkRetry.Resumed;
import dev.synctrail.bulkretry.BulkRetry.Status;
import dev.synctrail.bulkretry.BulkRetryEntry.State;
import dev.synctrail.bulkretry.InvalidSelection.Why;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BulkRetryingTest {
  private static final String NEW = "{\"baseType\":\"_page\",\"displayName\":\"New\"}";
  private static final SyncFilter FAILED = SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.FAILED);
  private static final Intent.Cause AGAIN =
      new Intent.Cause("eve", null, "the platform is back", null, null, null, null);

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryTrail trail = engine.trail();
  private final InMemoryBulkRetries retries = new InMemoryBulkRetries(trail.syncs());
  private final BulkRetrying retrying = new BulkRetrying(retries, engine.retrying(), trail.clock());

  private SyncId failed(String typeKey) {
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    SyncId id = trail.push(new TypeKey(typeKey), NEW, PushOptions.NONE, CAUSE);
    engine.run();
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.FAILED);
    return id;
  }

  private List<SyncId> failed(int many) {
    List<SyncId> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(failed("Type" + i));
    }
    return all;
  }

  private BulkRetry begun() {
    return retrying.begin(FAILED, null, AGAIN);
  }

  private BulkRetry now(BulkRetry job) {
    return retries.find(job.id()).orElseThrow();
  }

  private void finish() {
    for (Optional<UUID> job = retrying.next(); job.isPresent(); job = retrying.next()) {
      retrying.step(job.get());
    }
  }

  private List<BulkRetryEntry> entries(BulkRetry job) {
    return retries.entries(job.id(), null, null, false, 1_000);
  }

  @Test
  void retries_all_matching_syncs_like_single_retries() {
    List<SyncId> all = failed(3);
    BulkRetry job = begun();
    assertThat(job.status()).isEqualTo(Status.QUEUED);
    assertThat(job.progress()).isZero();

    finish();

    assertThat(now(job).status()).isEqualTo(Status.DONE);
    assertThat(now(job).counts()).isEqualTo(new Counts(3, 3, 0));
    assertThat(now(job).progress()).isEqualTo(100);
    assertThat(entries(job)).extracting(BulkRetryEntry::sync).isEqualTo(all);
    for (BulkRetryEntry bulkRetryEntry : entries(job)) {
      Sync next = engine.sync(Objects.requireNonNull(bulkRetryEntry.next()));
      assertThat(next.intent().cause()).isEqualTo(AGAIN.repeating(bulkRetryEntry.sync()));
    }
    engine.run();
    assertThat(entries(job))
        .allSatisfy(
            bulkRetryEntry ->
                assertThat(engine.sync(Objects.requireNonNull(bulkRetryEntry.next())).status())
                    .isEqualTo(SyncStatus.SUCCESS));
  }

  @Test
  void referenced_types_are_pushed_first() {
    String naming = "{\"baseType\":\"_page\",\"mayContainTypes\":[\"Teaser\"]}";
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    trail.push(new TypeKey("Article"), naming, PushOptions.NONE, CAUSE);
    engine.run();
    failed("Teaser");
    begun();

    finish();
    engine.run();

    assertThat(
            engine.gateway().ledger().stream()
                .filter(request -> request.purpose() == RequestPurpose.WRITE)
                .map(request -> request.url().getPath()))
        .containsExactly("/contenttypes/Teaser", "/contenttypes/Article");
  }

  @Test
  void executes_batches_and_reports_progress() {
    failed(150);
    BulkRetry job = begun();

    retrying.step(job.id());

    assertThat(now(job).status()).isEqualTo(Status.RUNNING);
    assertThat(now(job).counts()).isEqualTo(new Counts(150, 100, 0));
    assertThat(now(job).progress()).isEqualTo(66);
    finish();
    assertThat(now(job).counts().pending()).isZero();
  }

  @Test
  void retries_only_the_last_of_several_syncs_of_a_type() {
    SyncId first = failed("Article");
    SyncId second = failed("Article");
    BulkRetry job = begun();

    finish();

    assertThat(now(job).counts()).isEqualTo(new Counts(2, 1, 1));
    BulkRetryEntry older = entries(job).get(0);
    assertThat(older.sync()).isEqualTo(first);
    assertThat(older.state()).isEqualTo(State.SKIPPED);
    assertThat(older.reason())
        .isEqualTo(
            "Sync "
                + first
                + " was superseded by "
                + second
                + ", which has the same type and is in the same set");
  }

  @Test
  void skips_syncs_superseded_after_the_set_was_stored() {
    SyncId article = failed("Article");
    BulkRetry job = begun();
    SyncId newer = trail.push(new TypeKey("Article"), NEW, PushOptions.NONE, CAUSE);
    engine.run();

    finish();

    BulkRetryEntry bulkRetryEntry = entries(job).get(0);
    assertThat(bulkRetryEntry.sync()).isEqualTo(article);
    assertThat(bulkRetryEntry.state()).isEqualTo(State.SKIPPED);
    assertThat(bulkRetryEntry.reason()).contains("was superseded by the later push " + newer);
  }

  @Test
  void does_not_include_later_failures() {
    failed(1);
    BulkRetry job = begun();
    failed("Late");

    finish();

    assertThat(now(job).counts().total()).isEqualTo(1);
    assertThat(begun().counts().total()).isEqualTo(2);
  }

  @Test
  void settles_an_unknown_outcome_instead_of_retrying() {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
    SyncId id = trail.push(NEW);
    engine.step();
    BulkRetry job =
        retrying.begin(SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.UNKNOWN), null, AGAIN);

    finish();
    engine.run();

    assertThat(entries(job)).extracting(BulkRetryEntry::next).containsExactly(id);
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(trail.syncs().all()).hasSize(1);
  }

  @Test
  void waits_while_the_backlog_of_a_platform_is_full() {
    failed(1);
    BulkRetry job = begun();
    retries.full(CMS, true);
    assertThat(retrying.next()).isEmpty();

    retrying.step(job.id());
    assertThat(now(job).counts().pending()).isEqualTo(1);
    assertThat(now(job).status()).isNotEqualTo(Status.DONE);

    retries.full(CMS, false);
    finish();
    assertThat(now(job).status()).isEqualTo(Status.DONE);
  }

  @Test
  void can_be_cancelled_and_resumed() {
    failed(150);
    BulkRetry job = begun();
    retrying.step(job.id());

    BulkRetry cancelled = retrying.cancel(job.id(), "bob").orElseThrow();
    retrying.step(job.id());
    retrying.failed(job.id(), "late");

    assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
    assertThat(Objects.requireNonNull(cancelled.cancelled()).actor()).isEqualTo("bob");
    assertThat(now(job)).isEqualTo(cancelled);
    assertThat(retrying.next()).isEmpty();
    assertThatThrownBy(() -> retrying.cancel(job.id(), "bob"))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("The job is CANCELLED");

    BulkRetry resumed = retrying.resume(job.id(), "eve").orElseThrow();
    assertThat(resumed.status()).isEqualTo(Status.RUNNING);
    assertThatThrownBy(() -> retrying.resume(job.id(), "eve"))
        .isInstanceOf(IllegalTransition.class);
    finish();
    assertThat(now(job).cancelled())
        .isEqualTo(
            new Cancelled(
                "bob",
                Objects.requireNonNull(cancelled.cancelled()).at(),
                new Resumed("eve", trail.clock().instant())));
    assertThat(now(job).counts()).isEqualTo(new Counts(150, 150, 0));
    assertThatThrownBy(() -> retrying.cancel(job.id(), "bob"))
        .isInstanceOf(IllegalTransition.class)
        .hasMessage("The job is DONE");
  }

  @Test
  void returns_empty_for_an_unknown_job() {
    assertThat(retrying.cancel(UUID.randomUUID(), "bob")).isEmpty();
    assertThat(retrying.resume(UUID.randomUUID(), "eve")).isEmpty();
  }

  @Test
  void reports_the_last_error_until_it_continues() {
    failed(1);
    BulkRetry job = begun();

    retrying.failed(job.id(), "PersistenceException");
    assertThat(now(job).problem()).isEqualTo("PersistenceException");

    finish();
    assertThat(now(job).problem()).isNull();
  }

  @Test
  void rejects_a_changed_or_empty_set() {
    assertThatThrownBy(this::begun)
        .isInstanceOfSatisfying(
            InvalidSelection.class, e -> assertThat(e.why()).isEqualTo(Why.NOTHING_MATCHES));
    failed(2);
    assertThat(retrying.count(FAILED).repeatable()).isEqualTo(2);

    assertThatThrownBy(() -> retrying.begin(FAILED, 3L, AGAIN))
        .isInstanceOfSatisfying(
            InvalidSelection.class, e -> assertThat(e.why()).isEqualTo(Why.SET_CHANGED))
        .hasMessage("2 syncs match now, not 3");
    assertThat(retrying.next()).isEmpty();
    assertThat(retrying.begin(FAILED, 2L, AGAIN).counts().total()).isEqualTo(2);
  }
}
