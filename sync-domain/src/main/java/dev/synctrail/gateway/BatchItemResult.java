package dev.synctrail.gateway;

import java.util.function.Supplier;

/** The result of one of several pushes. */
public sealed interface BatchItemResult {

  /** Performs a push and returns its result. */
  static BatchItemResult of(Supplier<PushResult> push) {
    try {
      return new Done(push.get());
    } catch (PlatformException e) {
      return new Thrown(e);
    }
  }

  /** The platform confirmed the push, wholly or in part. */
  record Done(PushResult result) implements BatchItemResult {}

  /** The push failed or its outcome is unknown; the exception says what can be done about it. */
  record Thrown(PlatformException why) implements BatchItemResult {}
}
