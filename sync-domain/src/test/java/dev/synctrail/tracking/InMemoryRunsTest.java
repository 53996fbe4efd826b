package dev.synctrail.tracking;

class InMemoryRunsTest extends RunsContract {
  private final InMemorySyncs syncs = new InMemorySyncs();
  private final InMemoryRuns runs = new InMemoryRuns(syncs);

  @Override
  protected Runs runs() {
    return runs;
  }

  @Override
  protected Syncs syncs() {
    return syncs;
  }
}
