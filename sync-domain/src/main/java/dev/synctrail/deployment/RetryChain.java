package dev.synctrail.deployment;

import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import java.util.ArrayList;
import java.util.List;

/** Follows a retry back to the sync that was originally requested, whose guards it has to pass. */
final class RetryChain {
  private RetryChain() {}

  /** Returns a sync, the one that it retries, and so on, as far as they are stored. */
  static List<Sync> of(Sync sync, Syncs syncs) {
    List<Sync> chain = new ArrayList<>(List.of(sync));
    SyncId earlier = sync.intent().cause().retryOf();
    while (earlier != null) {
      Sync retried = syncs.find(earlier).orElse(null);
      if (retried == null) {
        break;
      }
      chain.add(retried);
      earlier = retried.intent().cause().retryOf();
    }
    return chain;
  }
}
