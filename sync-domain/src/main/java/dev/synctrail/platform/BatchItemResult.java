package dev.synctrail.platform;

import java.util.function.Supplier;

/** What became of one of several pushes. */
public sealed interface BatchItemResult {

  /** Tries a push and tells what became of it. */
  static BatchItemResult of(Supplier<PushResult> push) {
    try {
      return new Done(push.get());
    } catch (PlatformException e) {
      return new Thrown(e);
    }
  }

  /** The platform confirmed it, wholly or in part. */
  record Done(PushResult result) implements BatchItemResult {}

  /** It came to nothing, or nobody knows; the exception says what can be done about it. */
  record Thrown(PlatformException why) implements BatchItemResult {}
}
