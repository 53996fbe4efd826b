package dev.synctrail.retrieval;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Run.Status;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.TrackingEvent.ExchangeEnded;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pull run: the selection of types, reading them, and storing what was read. */
class RetrievingTest {
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final String ONE = "{\"baseType\":\"_page\",\"displayName\":\"One\"}";
  private static final String TWO = "{\"baseType\":\"_page\",\"displayName\":\"Two\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryTrail trail = engine.trail();
  private final Instant noon = trail.clock().instant();

  private Run retrieved(@Nullable List<TypeKey> typeKeys) {
    return engine.retrieving().retrieve(new RetrievalOrder(CMS, typeKeys, CAUSE));
  }

  private Run run(Run run) {
    return trail.runs().get(run.id());
  }

  private List<Sync> syncs(Run run) {
    return trail.syncs().all().stream()
        .filter(sync -> run.id().equals(sync.intent().cause().run()))
        .toList();
  }

  private Sync pulled(TypeKey typeKey) {
    Run run = retrieved(List.of(typeKey));
    engine.run();
    return syncs(run).get(0);
  }

  private static Failure failure(Sync sync) {
    return Objects.requireNonNull(sync.state().failure());
  }

  @Test
  void begins_one_pull_per_requested_type() {
    Run run = retrieved(List.of(TEASER, ARTICLE, TEASER));

    assertThat(run.counts()).isEqualTo(Run.Counts.of(2));
    assertThat(run.direction()).isEqualTo(Direction.PULL);
    assertThat(run.listing()).isFalse();
    assertThat(syncs(run))
        .extracting(
            sync -> sync.intent().typeKey(),
            sync -> sync.intent().direction(),
            sync -> sync.intent().options(),
            sync -> sync.intent().cause(),
            Sync::version)
        .containsExactly(
            tuple(TEASER, Direction.PULL, PushOptions.NONE, CAUSE.in(run.id()), VersionLink.NONE),
            tuple(ARTICLE, Direction.PULL, PushOptions.NONE, CAUSE.in(run.id()), VersionLink.NONE));
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
  }

  @Test
  void an_order_is_immutable() {
    List<TypeKey> typeKeys = new ArrayList<>(List.of(ARTICLE));
    RetrievalOrder order = new RetrievalOrder(CMS, typeKeys, CAUSE);
    typeKeys.clear();

    assertThat(order.named()).contains(List.of(ARTICLE));
    assertThat(new RetrievalOrder(CMS, null, CAUSE).named()).isEmpty();
  }

  @Test
  void rejects_a_platform_that_is_not_configured() {
    RetrievalOrder order = new RetrievalOrder(new PlatformId("other"), null, CAUSE);

    assertThatThrownBy(() -> engine.retrieving().retrieve(order))
        .isInstanceOf(UnknownPlatform.class);
    assertThat(trail.backlog().platforms()).isEmpty();
  }

  @Test
  void lists_the_types_of_the_platform_first_when_all_are_requested() {
    engine.gateway().holds(ARTICLE, ONE);
    engine.gateway().holds(TEASER, TWO);
    Run run = retrieved(null);
    assertThat(run.listing()).isTrue();

    trail.clock().advance(Duration.ofSeconds(1));
    engine.step();

    assertThat(run(run).listing()).isFalse();
    assertThat(run(run).counts()).isEqualTo(Run.Counts.of(2));
    assertThat(run(run).startedAt()).isEqualTo(noon.plusSeconds(1));
    assertThat(syncs(run))
        .extracting(sync -> sync.intent().typeKey())
        .containsExactly(ARTICLE, TEASER);
    assertThat(syncs(run).get(0).intent().cause())
        .isEqualTo(
            new Intent.Cause("ann", "bob", "release", "{\"ticket\":7}", run.id(), null, null));
    assertThat(trail.syncs().exchanges(run.id().value()))
        .extracting(Exchange::attempt, Exchange::purpose, Exchange::status)
        .containsExactly(tuple(1, RequestPurpose.READ, 200));

    engine.run();
    assertThat(run(run).status()).isEqualTo(Status.COMPLETED);
    assertThat(trail.backlog().platforms()).isEmpty();
  }

  @Test
  void a_platform_without_types_completes_the_run() {
    Run run = retrieved(null);

    engine.run();

    assertThat(run(run).status()).isEqualTo(Status.COMPLETED);
    assertThat(run(run).completedAt()).isEqualTo(noon);
  }

  @Test
  void a_failed_listing_is_retried_after_its_delay() {
    engine.gateway().holds(ARTICLE, ONE);
    engine
        .gateway()
        .next(
            RequestPurpose.READ,
            FailureCase.unavailable(503, null),
            FailureCase.unavailable(429, Duration.ofSeconds(9)));
    Run run = retrieved(null);

    engine.run();

    assertThat(run(run).status()).isEqualTo(Status.COMPLETED);
    assertThat(trail.clock().instant()).isEqualTo(noon.plusSeconds(10));
    assertThat(trail.syncs().exchanges(run.id().value()))
        .extracting(Exchange::attempt)
        .containsExactly(1, 2, 3);
  }

  @Test
  void a_listing_that_failed_three_times_fails_the_run() {
    FailureCase busy = FailureCase.unavailable(503, null);
    engine.gateway().next(RequestPurpose.READ, busy, busy, busy);
    Run run = retrieved(null);

    engine.run();

    assertThat(run(run).status()).isEqualTo(Status.FAILED);
    assertThat(run(run).errorMessage()).isEqualTo("The platform answered 503");
    assertThat(run(run).completedAt()).isEqualTo(noon.plusSeconds(3));
    assertThat(syncs(run)).isEmpty();
    assertThat(trail.backlog().platforms()).isEmpty();
  }

  @Test
  void a_rejected_listing_fails_the_run_immediately() {
    engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    Run run = retrieved(null);

    engine.run();

    assertThat(run(run).errorMessage()).isEqualTo("The platform answered 403");
    assertThat(engine.gateway().ledger()).hasSize(1);
  }

  @Test
  void a_listing_of_a_platform_that_was_removed_fails_the_run() {
    Run run = retrieved(null);
    engine.platforms().remove(CMS);

    engine.run();

    assertThat(run(run).errorMessage()).isEqualTo("Platform cms was removed");
  }

  @Test
  void a_listing_waits_for_an_open_breaker() {
    engine.gateway().next(RequestPurpose.READ, FailureCase.deferred(noon.plusSeconds(40)));
    Run run = retrieved(null);

    engine.run();

    assertThat(run(run).status()).isEqualTo(Status.COMPLETED);
    assertThat(trail.clock().instant()).isEqualTo(noon.plusSeconds(40));
  }

  @Test
  void an_open_breaker_uses_no_attempt_of_a_listing() {
    FailureCase busy = FailureCase.unavailable(503, null);
    engine
        .gateway()
        .next(RequestPurpose.READ, busy, FailureCase.deferred(noon.plusSeconds(40)), busy);
    Run run = retrieved(null);

    engine.run();

    assertThat(run(run).status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void an_internal_error_in_a_listing_is_retried_without_exposing_its_cause() {
    engine
        .gateway()
        .next(
            RequestPurpose.READ, FailureCase.defect(), FailureCase.defect(), FailureCase.defect());
    Run run = retrieved(null);

    engine.run();

    assertThat(run(run).errorMessage())
        .isEqualTo("An internal error ended the listing; see the log for " + run.id());
    assertThat(engine.gateway().ledger()).hasSize(3);
  }

  @Test
  void a_listing_that_cannot_be_recorded_begins_no_pull() {
    Run run = retrieved(null);
    trail.facts().unobserved();

    engine.run();

    assertThat(trail.syncs().all()).isEmpty();
    assertThat(run(run).status()).isEqualTo(Run.Status.FAILED);
    assertThat(run(run).errorMessage())
        .isEqualTo("The outcome could not be recorded; see the log for the cause");
  }

  @Test
  void an_answer_to_a_listing_that_can_never_be_recorded_fails_the_run() {
    engine
        .gateway()
        .next(
            RequestPurpose.READ,
            Collections.nCopies(9, FailureCase.unavailable(503, null)).toArray(FailureCase[]::new));
    trail
        .facts()
        .recordedBy(
            (fact, recording) -> {
              if (fact instanceof ExchangeEnded) {
                throw new IllegalStateException(new SQLException("invalid byte", "22021"));
              }
              recording.run();
            });
    Run run = retrieved(null);

    engine.run();

    assertThat(engine.gateway().ledger()).hasSize(1);
    assertThat(run(run).status()).isEqualTo(Run.Status.FAILED);
    assertThat(run(run).errorMessage()).contains("rejected it permanently (22021");
  }

  @Test
  void a_listing_that_crashes_the_server_each_time_is_abandoned() {
    Run run = retrieved(null);
    engine
        .gateway()
        .next(
            RequestPurpose.READ,
            Collections.nCopies(99, FailureCase.death(false)).toArray(FailureCase[]::new));

    engine.run();

    assertThat(engine.gateway().ledger()).hasSize(Taken.MAX_INTERRUPTIONS);
    assertThat(run(run).status()).isEqualTo(Run.Status.FAILED);
    assertThat(run(run).errorMessage()).contains("interrupted 10 times");
  }

  @Test
  void a_stale_lane_lists_nothing() {
    Run run = retrieved(null);
    Taken stale = trail.take();
    trail.take();

    assertThatThrownBy(() -> engine.listing().list(stale)).isInstanceOf(StaleLane.class);

    assertThat(run(run).listing()).isTrue();
    assertThat(engine.gateway().ledger()).isEmpty();
  }

  @Test
  void a_stale_lane_records_nothing_of_a_listing() {
    Run run = retrieved(null);
    Taken stale = trail.take();
    trail.take();
    ListedTypes listed =
        new ListedTypes(trail.runs(), trail.backlog(), engine.retrieving(), trail.clock());
    AttemptKey key = new AttemptKey(stale.workId(), 1, stale.fence());
    RunId id = run.id();

    assertThatThrownBy(() -> listed.begin(id, key, TypeListing.of(List.of(ARTICLE))))
        .isInstanceOf(StaleLane.class);
    assertThatThrownBy(() -> trail.attemptOpening().postpone(key, noon))
        .isInstanceOf(StaleLane.class);
    assertThatThrownBy(() -> listed.fail(id, key, Failure.of(FailureClass.FORBIDDEN, "no")))
        .isInstanceOf(StaleLane.class);

    assertThat(run(run)).isEqualTo(run);
  }

  @Test
  void stores_the_pulled_content_as_a_version() {
    engine.gateway().holds(ARTICLE, ONE);

    Sync sync = pulled(ARTICLE);

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().operation()).isEqualTo(Operation.CREATE);
    assertThat(sync.state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(sync.state().httpStatus()).isEqualTo(200);
    assertThat(sync.payload(PayloadRole.ANSWERED))
        .contains(PayloadReference.of(Snapshot.ofText(ONE)));
    assertThat(sync.target()).isEqualTo(new Target(1, "f1ngerpr1nt", "memory/1", "v1"));
    ContentTypeVersion head = engine.versions().head(ARTICLE).orElseThrow();
    assertThat(sync.version())
        .isEqualTo(new VersionLink(head.id().hex(), head.contentHash().hex()));
    assertThat(head.source()).isEqualTo(VersionSource.SYNC);
    assertThat(head.author()).isEqualTo("ann");
    assertThat(engine.versions().content(head)).contains(Snapshot.ofText(ONE));
  }

  @Test
  void creates_no_version_of_equivalent_content() {
    engine.gateway().holds(ARTICLE, ONE);
    Sync first = pulled(ARTICLE);

    Sync second = pulled(ARTICLE);
    assertThat(second.state().operation()).isEqualTo(Operation.NONE);
    assertThat(second.version()).isEqualTo(first.version());

    engine.gateway().holds(ARTICLE, TWO);
    assertThat(pulled(ARTICLE).state().operation()).isEqualTo(Operation.UPDATE);
  }

  @Test
  void a_missing_type_does_not_change_our_versions() {
    engine.gateway().holds(ARTICLE, ONE);
    pulled(ARTICLE);
    ContentTypeVersion head = engine.versions().head(ARTICLE).orElseThrow();

    Sync gone = pulled(TEASER);

    assertThat(gone.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(gone))
        .isEqualTo(
            new Failure(
                FailureClass.NOT_FOUND,
                "Platform cms has no type TeaserBlock",
                404,
                null,
                List.of(),
                null));
    assertThat(gone.state().settledBy()).isEqualTo(SettledBy.ANSWER);
    assertThat(engine.versions().head(TEASER)).isEmpty();
    assertThat(engine.versions().head(ARTICLE)).contains(head);
  }

  @Test
  void content_that_cannot_be_stored_unchanged_is_retried_and_fails() {
    engine.gateway().holds(ARTICLE, "{\"a\":1,\"a\":2}");

    Sync sync = pulled(ARTICLE);

    assertThat(sync.status()).isEqualTo(SyncStatus.FAILED);
    assertThat(failure(sync).failureClass()).isEqualTo(FailureClass.MALFORMED_ANSWER);
    assertThat(failure(sync).message())
        .startsWith("The content of the platform cannot be stored unchanged: /a ");
    assertThat(sync.state().retryCount()).isEqualTo(3);
    assertThat(sync.payload(PayloadRole.ANSWERED))
        .contains(PayloadReference.of(Snapshot.ofText("{\"a\":1,\"a\":2}")));
    assertThat(engine.versions().head(ARTICLE)).isEmpty();
  }

  @Test
  void one_failing_type_never_stops_the_others() {
    engine.gateway().holds(ARTICLE, ONE);

    Run run = retrieved(List.of(TEASER, ARTICLE));
    engine.run();

    assertThat(run(run).counts()).isEqualTo(new Run.Counts(2, 1, 1, 0));
    assertThat(run(run).status()).isEqualTo(Status.PARTIAL);
  }

  @Test
  void a_crash_while_pulling_repeats_the_pull() {
    engine.gateway().holds(ARTICLE, ONE);
    engine.gateway().next(RequestPurpose.READ, FailureCase.death(false));

    Sync sync = pulled(ARTICLE);

    assertThat(sync.status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(sync.state().retryCount()).isZero();
  }
}
