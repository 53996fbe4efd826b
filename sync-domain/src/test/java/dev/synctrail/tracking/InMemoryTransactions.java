package dev.synctrail.tracking;

import dev.synctrail.gateway.Halts;
import dev.synctrail.tracking.TrackingEvent.LateExchange;
import java.util.List;
import java.util.stream.Stream;

/** Records facts in memory; a transaction that fails leaves nothing behind. */
final class InMemoryTransactions extends RecordFacts {
  private final Facts facts;
  private final InMemorySyncs syncs;
  private final InMemoryRuns runs;
  private final InMemoryBacklog backlog;

  InMemoryTransactions(
      Facts facts, InMemorySyncs syncs, InMemoryRuns runs, InMemoryBacklog backlog, Halts halts) {
    super(facts, syncs, backlog, halts);
    this.facts = facts;
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
  }

  @Override
  void record(AttemptKey key, List<TrackingEvent> inOrder, Runnable rest) {
    inTransaction(() -> super.record(key, inOrder, rest));
  }

  @Override
  void recordLate(List<LateExchange> exchanges) {
    inTransaction(() -> super.recordLate(exchanges));
  }

  private void inTransaction(Runnable work) {
    facts.beginning();
    List<Runnable> savepoints =
        Stream.of(syncs.savepoint(), runs.savepoint(), backlog.savepoint()).toList();
    boolean committed = false;
    try {
      work.run();
      committed = true;
    } finally {
      if (!committed) {
        savepoints.forEach(Runnable::run);
      }
    }
    facts.committed();
  }
}
