package dev.synctrail.tracking;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Run.Status;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellingTest {
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final Cancelling cancelling =
      new Cancelling(
          trail.syncs(),
          trail.runs(),
          trail.backlog(),
          new Settlement(trail.syncs(), trail.runs(), trail.backlog(), trail.facts()),
          trail.clock());
  private final Run run =
      trail.recordIntent().run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 2);
  private final SyncId first = trail.push(ARTICLE, "{}", PushOptions.NONE, CAUSE.in(run.id()));
  private final SyncId second = trail.push(TEASER, "{}", PushOptions.NONE, CAUSE.in(run.id()));

  private ExchangeLog.Request request(RequestPurpose requestPurpose) {
    return new ExchangeLog.Request(
        requestPurpose, "GET", URI.create("http://cms"), List.of(), null, trail.clock().instant());
  }

  @Test
  void waiting_syncs_are_recorded_as_cancelled() {
    assertThat(cancelling.cancel(run.id(), "ann", "wrong platform")).isTrue();

    assertThat(trail.runs().get(run.id()).status()).isEqualTo(Status.CANCELLED);
    assertThat(List.of(trail.sync(first), trail.sync(second)))
        .allSatisfy(
            sync -> {
              assertThat(requireNonNull(sync.state().failure()).failureClass())
                  .isEqualTo(FailureClass.CANCELLED);
              assertThat(sync.state().retryCount()).isZero();
            });
    assertThat(trail.backlog().platforms()).isEmpty();
  }

  @Test
  void running_work_stops_before_its_next_write() {
    Opened opened = trail.open();
    TrailLog log = trail.logs().of(opened);
    log.starting(request(RequestPurpose.READ));

    cancelling.cancel(run.id(), "ann", null);

    assertThat(trail.sync(first).status()).isEqualTo(SyncStatus.IN_PROGRESS);
    assertThat(trail.sync(second).status()).isEqualTo(SyncStatus.FAILED);
    assertThat(trail.runs().get(run.id()).status()).isEqualTo(Status.IN_PROGRESS);
    log.starting(request(RequestPurpose.READ));
    assertThatThrownBy(() -> log.starting(request(RequestPurpose.WRITE)))
        .isInstanceOfSatisfying(
            PlatformException.class,
            thrown ->
                assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.CANCELLED));
    assertThat(log.wrote()).isFalse();
    assertThat(trail.syncs().wrote(first)).isFalse();
  }

  @Test
  void a_write_without_a_run_or_of_a_running_one_is_sent() {
    TrailLog log = trail.logs().of(trail.open());
    log.starting(request(RequestPurpose.WRITE));
    assertThat(log.wrote()).isTrue();
  }

  @Test
  void a_waiting_listing_ends_without_types() {
    Run listing = trail.recordIntent().listing(CMS, CAUSE);

    cancelling.cancel(listing.id(), "ann", null);

    assertThat(trail.runs().get(listing.id()).listing()).isFalse();
    assertThat(trail.runs().get(listing.id()).counts().total()).isZero();
    assertThat(trail.runs().get(listing.id()).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  void a_run_without_waiting_syncs_is_complete() {
    trail.facts().fire(done(trail.open()));
    Opened last = trail.open();
    cancelling.cancel(run.id(), "ann", null);
    trail.facts().fire(done(last));

    assertThat(trail.runs().get(run.id()).status()).isEqualTo(Status.COMPLETED);
  }

  private TrackingEvent done(Opened opened) {
    return new TrackingEvent.SyncSucceeded(
        opened.key(),
        PushResult.whole(Operation.NONE, 200),
        SettledBy.ANSWER,
        null,
        trail.clock().instant());
  }

  @Test
  void a_complete_or_cancelled_run_cannot_be_cancelled() {
    cancelling.cancel(run.id(), "ann", null);
    assertThatThrownBy(() -> cancelling.cancel(run.id(), "ann", null))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("already");
    Run empty =
        trail.recordIntent().run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 0);
    assertThatThrownBy(() -> cancelling.cancel(empty.id(), "ann", null))
        .isInstanceOf(IllegalTransition.class)
        .hasMessageContaining("COMPLETED");
    assertThat(cancelling.cancel(RunId.at(trail.clock().instant()), "ann", null)).isFalse();
  }

  @Test
  void a_listing_held_by_a_lane_is_left_to_it() {
    cancelling.cancel(run.id(), "ann", null);
    Run listing = trail.recordIntent().listing(CMS, CAUSE);
    trail.take();

    cancelling.cancel(listing.id(), "ann", null);

    assertThat(trail.runs().get(listing.id()).listing()).isTrue();
    assertThat(trail.runs().get(listing.id()).cancellation()).isNotNull();
  }
}
