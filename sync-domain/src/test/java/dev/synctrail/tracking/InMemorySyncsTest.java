package dev.synctrail.tracking;

import java.util.List;

class InMemorySyncsTest extends SyncsContract {
  private final InMemorySyncs syncs = new InMemorySyncs();

  @Override
  protected Syncs syncs() {
    return syncs;
  }

  @Override
  protected List<SyncEvent> events(SyncId id) {
    return syncs.events(id);
  }
}
