package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halts;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.InMemorySnapshots;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.startup.TestClock;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Sync.VersionLink;
import java.util.Optional;

/** The whole audit trail without a container: its ports, its clock, its writers and readers. */
public record InMemoryTrail(
    TestClock clock,
    InMemorySyncs syncs,
    InMemoryRuns runs,
    InMemoryBacklog backlog,
    InMemorySnapshots snapshots,
    Facts facts,
    RecordIntent recordIntent,
    AttemptOpening attemptOpening,
    RecordFacts recordFacts,
    ExchangeLogs logs) {
  public static final PlatformId CMS = new PlatformId("cms");
  public static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  public static final VersionLink VERSION = new VersionLink("v1", "h1");
  public static final Intent.Cause CAUSE =
      new Intent.Cause("ann", "bob", "release", "{\"ticket\":7}", null, null, "trace");

  /** The span id of every attempt. */
  public static final String SPAN = "b7ad6b7169203331";

  /** The trace position of an attempt that is not traced. */
  public static final Trace UNTRACED = new Trace("0af7651916cd43dd8448eb211c80319c", SPAN, false);

  /** Returns an empty audit trail. */
  public static InMemoryTrail empty() {
    return halted(platform -> Halt.NONE);
  }

  /** Returns an empty audit trail of platforms that may be halted. */
  public static InMemoryTrail halted(Halts halts) {
    TestClock clock = new TestClock();
    InMemorySyncs syncs = new InMemorySyncs();
    InMemoryRuns runs = new InMemoryRuns(syncs);
    InMemoryBacklog backlog = new InMemoryBacklog();
    InMemorySnapshots snapshots = new InMemorySnapshots();
    Facts facts = new Facts();
    Settlement settlement = new Settlement(syncs, runs, backlog, facts);
    facts.observedBy(new AuditTrail(syncs, runs, backlog, snapshots, settlement, halts));
    RecordFacts recordFacts = new InMemoryTransactions(facts, syncs, runs, backlog, halts);
    return new InMemoryTrail(
        clock,
        syncs,
        runs,
        backlog,
        snapshots,
        facts,
        new RecordIntent(syncs, runs, backlog, settlement, facts, clock),
        new AttemptOpening(syncs, runs, backlog, InMemoryTrail::traced, clock),
        recordFacts,
        new ExchangeLogs(recordFacts));
  }

  private static Trace traced(AttemptKey key, Optional<Trace> cause) {
    return cause.map(trace -> new Trace(trace.traceId(), SPAN, true)).orElse(UNTRACED);
  }

  /** Begins a push of the article. */
  public SyncId push(String content) {
    return push(ARTICLE, content, PushOptions.NONE, CAUSE);
  }

  /** Begins a push. */
  public SyncId push(TypeKey typeKey, String content, PushOptions options, Intent.Cause cause) {
    return recordIntent.sync(
        new Wanted(Direction.PUSH, typeKey, VERSION, snapshots.keepWhole(Snapshot.ofText(content))),
        CMS,
        options,
        cause);
  }

  /** Begins a pull of the article. */
  public SyncId pull() {
    return recordIntent.sync(
        new Wanted(Direction.PULL, ARTICLE, VersionLink.NONE, null), CMS, PushOptions.NONE, CAUSE);
  }

  /** Takes the next due entry, advancing the clock if necessary. */
  public Taken take() {
    clock.advanceTo(backlog.nextDue(CMS).orElse(clock.instant()));
    return attemptOpening.take(CMS, "lane-1").orElseThrow();
  }

  /** Takes the next due entry and opens an attempt for it. */
  public Opened open() {
    return attemptOpening.open(take()).orElseThrow();
  }

  /** Records a fact as a lane does. */
  public void record(AttemptKey key, TrackingEvent fact) {
    logs.of(key, CMS).record(fact);
  }

  /** Returns a sync as it is now. */
  public Sync sync(SyncId id) {
    return syncs.get(id);
  }
}
