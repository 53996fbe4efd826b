package dev.synctrail.deployment;

import dev.synctrail.platform.PushFlag;
import dev.synctrail.platform.PushOptions;

/** What a batch cannot honour is refused before anything is recorded or sent. */
final class BatchRules {
  private BatchRules() {}

  /**
   * Returns the options of what is put back, which must be exactly as it was and goes out under the
   * state that is read: a batch promises neither.
   *
   * @throws IllegalArgumentException when a batch is wanted
   */
  static PushOptions none(PushOptions options) {
    if (options.is(PushFlag.BATCHED)) {
      throw new IllegalArgumentException("Rollbacks and restores cannot be sent as a batch");
    }
    return options;
  }
}
