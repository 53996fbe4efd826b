package dev.synctrail.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.AttemptDetail.ExchangeDetail;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPayloadProofIT {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Snapshot INTENDED = Snapshot.ofText("{\"key\":\"Hero\"}");
  private static final Snapshot BEFORE = Snapshot.ofText("{\"key\":\"Hero\",\"old\":true}");
  private static final Snapshot SENT = Snapshot.ofText("{\"displayName\":\"Hero\"}");
  private static final Snapshot ANSWERED = Snapshot.ofText("{\"text\":\"" + "x".repeat(120_000));

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private JdbcSyncHistory history;
  private JpaSnapshots snapshots;
  private JpaSyncs syncs;
  private SyncId id;

  @BeforeEach
  void record_a_push() {
    snapshots = new JpaSnapshots(database.entityManager(), Clock.systemUTC());
    syncs = new JpaSyncs(database.entityManager());
    history = new JdbcSyncHistory(database.dataSource(), database.dataSource(), snapshots);
    id = SyncId.at(START);
    PayloadReference sent = snapshots.keep(SENT);
    PayloadReference answered = snapshots.keep(ANSWERED);
    PayloadReference before = snapshots.keep(BEFORE);
    Sync sync =
        sync(id)
            .sending(START.plusMillis(20))
            .holding(PayloadRole.BEFORE, before)
            .writing(sent)
            .holding(PayloadRole.ANSWERED, answered)
            .concluded(
                PushResult.whole(Operation.UPDATE, 200), SettledBy.ANSWER, START.plusMillis(70));
    syncs.add(sync);
    syncs.open(
        Attempt.open(
            new AttemptKey(id.value(), 1, 7), Attempt.Trigger.FIRST, "lane-1", START, null));
    exchange(1, RequestPurpose.READ, null, before, 200, "application/json; v=1");
    exchange(2, RequestPurpose.WRITE, sent, answered, 200, "application/json; v=2");
    syncs.append(new SyncEvent(id, SyncEvent.Kind.BEGUN, START, "ann", "because"));
    syncs.append(
        new SyncEvent(id, SyncEvent.Kind.SUCCEEDED, START.plusMillis(70), SyncEvent.ENGINE, null));
    database.commit();
  }

  private Sync sync(SyncId syncId) {
    return Sync.begin(
        new Intent(
            syncId,
            new TypeKey("Hero"),
            new PlatformId("sandbox"),
            Direction.PUSH,
            new Intent.Cause("ann", "bob", "because", "{\"n\":1.0}", null, null, "trace"),
            PushOptions.NONE,
            Recorder.ENGINE,
            START),
        new Sync.VersionLink("a1".repeat(32), "b1".repeat(32)),
        new Sync.Target(3, "fingerprint", "1.0", "v1"),
        snapshots.keep(INTENDED));
  }

  private void exchange(
      int number,
      RequestPurpose requestPurpose,
      @Nullable PayloadReference request,
      PayloadReference response,
      int status,
      String mediaType) {
    Instant at = START.plusMillis(number * 20L);
    Exchange exchange =
        new Exchange(
            id.value(),
            1,
            number,
            requestPurpose,
            request == null ? "GET" : "PATCH",
            URI.create("https://cms.test/v1/contenttypes/Hero"),
            List.of(new Header("content-type", "application/merge-patch+json")),
            request,
            at,
            status,
            List.of(new Header("ETag", "\"1\""), new Header("Content-Type", mediaType)),
            response,
            at.plusMillis(10),
            null,
            null);
    syncs.lock(id);
    assertThat(syncs.ended(exchange)).isTrue();
  }

  @Test
  void describes_each_stored_payload() {
    SyncSummary sync = history.find(id).orElseThrow();

    assertThat(sync.payloads()).containsOnlyKeys(PayloadRole.values());
    StoredPayload sent = Objects.requireNonNull(sync.payload(PayloadRole.SENT));
    assertThat(sent.checksum()).isEqualTo(SENT.checksum());
    assertThat(sent.compressed()).isFalse();
    assertThat(sent.storedSize()).isEqualTo(sent.originalSize()).isEqualTo(SENT.size());
    assertThat(sent.timestamp()).isEqualTo(START.plusMillis(40));
    StoredPayload answered = Objects.requireNonNull(sync.payload(PayloadRole.ANSWERED));
    assertThat(answered.compressed()).isTrue();
    assertThat(answered.originalSize()).isEqualTo(ANSWERED.size());
    assertThat(answered.storedSize()).isLessThan(ANSWERED.size()).isPositive();
    assertThat(answered.timestamp()).isEqualTo(START.plusMillis(50));
    assertThat(Objects.requireNonNull(sync.payload(PayloadRole.BEFORE)).timestamp())
        .isEqualTo(START.plusMillis(30));
    assertThat(sync.durationMs()).isEqualTo(50);
    assertThat(sync.queuedMs()).isEqualTo(20);
  }

  @Test
  void returns_attempts_with_their_exchanges_and_events_in_order() {
    List<AttemptDetail> attempts = history.attempts(id);

    assertThat(attempts).hasSize(1);
    assertThat(attempts.get(0).attempt().fence()).isEqualTo(7);
    List<ExchangeDetail> exchanges = attempts.get(0).exchanges();
    assertThat(exchanges)
        .extracting(detail -> detail.exchange().purpose())
        .containsExactly(RequestPurpose.READ, RequestPurpose.WRITE);
    assertThat(exchanges.get(0).request()).isNull();
    assertThat(Objects.requireNonNull(exchanges.get(1).request()).checksum())
        .isEqualTo(SENT.checksum());
    assertThat(exchanges.get(1).exchange().responseHeaders()).contains(new Header("ETag", "\"1\""));
    assertThat(history.events(id))
        .extracting(SyncEvent::kind, SyncEvent::actor, SyncEvent::cause)
        .containsExactly(
            tuple(SyncEvent.Kind.BEGUN, "ann", "because"),
            tuple(SyncEvent.Kind.SUCCEEDED, SyncEvent.ENGINE, null));
  }

  @Test
  void returns_the_media_type_of_each_payload() {
    assertThat(history.mediaType(id, PayloadRole.SENT)).hasValue("application/merge-patch+json");
    assertThat(history.mediaType(id, PayloadRole.BEFORE)).hasValue("application/json; v=1");
    assertThat(history.mediaType(id, PayloadRole.ANSWERED)).hasValue("application/json; v=2");
    assertThat(history.mediaType(id, PayloadRole.INTENDED)).isEmpty();
  }

  @Test
  void is_intact_until_a_stored_byte_changes() {
    assertThat(history.isIntact(id)).isTrue();

    execute("update snapshot set bytes = 'x' where checksum = decode(?, 'hex')", ANSWERED);

    assertThat(history.isIntact(id)).isFalse();
    execute("delete from snapshot where checksum = decode(?, 'hex')", ANSWERED);
    assertThat(history.isIntact(id)).isFalse();
    assertThat(
            Objects.requireNonNull(history.find(id).orElseThrow().payload(PayloadRole.ANSWERED))
                .checksum())
        .isEqualTo(ANSWERED.checksum());
  }

  @Test
  void is_not_intact_when_only_an_exchange_lost_its_payload() {
    Snapshot earlier = Snapshot.ofText("{\"earlier\":true}");
    exchange(3, RequestPurpose.READ_BACK, null, snapshots.keep(earlier), 200, "application/json");
    database.commit();
    assertThat(history.isIntact(id)).isTrue();

    execute("delete from snapshot where checksum = decode(?, 'hex')", earlier);

    assertThat(history.isIntact(id)).isFalse();
  }

  @Test
  void finds_the_previous_sync_of_the_same_type_and_platform() {
    SyncId next = SyncId.at(START.plusSeconds(5));
    syncs.add(
        sync(next)
            .failed(
                Failure.of(FailureClass.TIMEOUT, "late"),
                true,
                SettledBy.ANSWER,
                START.plusSeconds(6)));
    database.commit();

    SyncSummary later = history.find(next).orElseThrow();
    assertThat(history.previous(later).map(SyncSummary::startedAt)).hasValue(START);
  }

  @Test
  void returns_nothing_for_an_unknown_sync() {
    SyncId unknown = SyncId.at(START.plusSeconds(60));

    assertThat(history.find(unknown)).isEmpty();
    assertThat(history.progress(unknown)).isEmpty();
    assertThat(history.attempts(unknown)).isEmpty();
    assertThat(history.events(unknown)).isEmpty();
    assertThat(history.mediaType(unknown, PayloadRole.SENT)).isEmpty();
  }

  private static void execute(String sql, Snapshot snapshot) {
    database.<Integer>elsewhere(
        entityManager ->
            entityManager
                .createNativeQuery(sql)
                .setParameter(1, snapshot.checksum().hex())
                .executeUpdate());
  }
}
