package dev.synctrail.deployment;

import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;

/** Rejects options that a batch cannot honour, before anything is recorded or sent. */
final class BatchRules {
  private BatchRules() {}

  /**
   * Returns the options of a rollback or restore. It must write the exact earlier state, on the
   * condition that the state read is still there; a batch guarantees neither.
   *
   * @throws IllegalArgumentException when a batch is requested
   */
  static PushOptions none(PushOptions options) {
    if (options.is(PushFlag.BATCHED)) {
      throw new IllegalArgumentException("Rollbacks and restores cannot be sent as a batch");
    }
    return options;
  }
}
