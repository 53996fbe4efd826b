package dev.synctrail.tracking;

import java.util.ArrayList;
import java.util.List;

/** Follows a retry back to the sync that was originally requested, whose guards it has to pass. */
public final class RetryChain {
  private RetryChain() {}

  /** Returns a sync, the one that it retries, and so on, as far as they are stored. */
  public static List<Sync> of(Sync sync, Syncs syncs) {
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

  /** Returns whether the chain reaches the original request, none of which has been purged. */
  public static boolean isComplete(List<Sync> chain) {
    return chain.get(chain.size() - 1).intent().cause().retryOf() == null;
  }
}
