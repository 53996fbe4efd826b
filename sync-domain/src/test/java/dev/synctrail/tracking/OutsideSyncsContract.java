package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of {@link OutsideSyncs}. */
public abstract class OutsideSyncsContract {
  protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  protected static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  protected static final VersionLink V1 = new VersionLink("a1".repeat(32), "b1".repeat(32));

  /** Returns empty syncs. */
  protected abstract OutsideSyncs syncs();

  /** Returns a sync's events in order. */
  protected abstract List<SyncEvent> events(SyncId id);

  protected static SyncEvent event(Sync sync, Kind kind, String cause) {
    return new SyncEvent(sync.id(), kind, NOON, "ann", cause);
  }

  protected static SyncEvent begun(Sync sync) {
    return event(sync, Kind.BEGUN, "recorded by an external system");
  }

  protected static Sync sync(VersionLink version) {
    PayloadReference data = PayloadReference.of(Snapshot.ofText("{}"));
    return Sync.begin(
            new Intent(
                SyncId.at(NOON),
                ARTICLE,
                new PlatformId("cms"),
                Direction.PUSH,
                new Intent.Cause(
                    "ann", "bob", "a\0b", "{\"a\":1}", new RunId(UUID.randomUUID()), null, null),
                PushOptions.NONE,
                Recorder.OUTSIDE,
                NOON),
            version,
            Target.NONE,
            data)
        .holding(PayloadRole.SENT, data);
  }

  private Sync locked(Sync sync) {
    return syncs().lock(sync.id()).orElseThrow();
  }

  @Test
  void returns_a_sync_as_it_was_begun() {
    Sync sync = sync(V1);

    syncs().add(sync, begun(sync));

    assertThat(locked(sync).state()).isEqualTo(sync.state());
    assertThat(locked(sync).version()).isEqualTo(V1);
    assertThat(locked(sync).intent().cause().run()).isEqualTo(sync.intent().cause().run());
    assertThat(events(sync.id())).containsExactly(begun(sync));
    assertThat(syncs().lock(SyncId.at(NOON))).isEmpty();
  }

  @Test
  void stores_each_next_state_with_its_event() {
    Sync sync = sync(V1);
    syncs().add(sync, begun(sync));
    SyncEvent reported = event(sync, Kind.REPORTED, "UNKNOWN");
    SyncEvent again = event(sync, Kind.REPORTED, "PARTIAL");

    Sync unknown = locked(sync).unknown(Failure.of(FailureClass.REPORTED, "lost"));
    syncs().update(sync, unknown, reported);
    assertThat(locked(sync).state()).isEqualTo(unknown.state());
    Sync partial =
        unknown
            .sent(NOON)
            .holding(PayloadRole.ANSWERED, PayloadReference.of(Snapshot.ofText("answer")))
            .concluded(
                new PushResult(
                    null,
                    null,
                    List.of(
                        new PushResult.Item("a", true, null),
                        new PushResult.Item("b", false, "no"))),
                SettledBy.OUTSIDE,
                NOON.plusMillis(7));
    syncs().update(unknown, partial, again);

    assertThat(locked(sync).state()).isEqualTo(partial.state());
    assertThat(locked(sync).status()).isEqualTo(SyncStatus.PARTIAL);
    assertThat(events(sync.id())).containsExactly(begun(sync), reported, again);
  }

  @Test
  void stores_an_event_that_changes_nothing_else() {
    Sync sync = sync(V1);
    SyncEvent first = event(sync, Kind.BEGUN, "for another reason");
    syncs().add(sync, first);
    SyncEvent alive = event(sync, Kind.REPORTED, "IN_PROGRESS");

    syncs().update(sync, sync, alive);

    assertThat(locked(sync).state()).isEqualTo(sync.state());
    assertThat(events(sync.id())).containsExactly(first, alive);
  }
}
