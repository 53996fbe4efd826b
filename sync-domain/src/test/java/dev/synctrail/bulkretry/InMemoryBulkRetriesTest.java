package dev.synctrail.bulkretry;

import dev.synctrail.tracking.InMemorySyncs;
import dev.synctrail.tracking.Syncs;

class InMemoryBulkRetriesTest extends BulkRetriesContract {
  private final InMemorySyncs syncs = new InMemorySyncs();
  private final InMemoryBulkRetries retries = new InMemoryBulkRetries(syncs);

  @Override
  protected BulkRetries retries() {
    return retries;
  }

  @Override
  protected Syncs syncs() {
    return syncs;
  }
}
