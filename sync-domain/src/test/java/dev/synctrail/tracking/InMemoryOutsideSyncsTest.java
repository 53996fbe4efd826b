package dev.synctrail.tracking;

import java.util.List;

class InMemoryOutsideSyncsTest extends OutsideSyncsContract {
  private final InMemorySyncs syncs = new InMemorySyncs();

  @Override
  protected OutsideSyncs syncs() {
    return syncs;
  }

  @Override
  protected List<SyncEvent> events(SyncId id) {
    return syncs.events(id);
  }
}
