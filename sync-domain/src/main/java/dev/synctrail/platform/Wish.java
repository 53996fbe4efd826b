package dev.synctrail.platform;

import dev.synctrail.snapshot.Snapshot;
import java.util.Optional;

/** What is to become of one type on its platform. */
public sealed interface Wish {

  /** A wish for what is intended; for nothing when nothing is. */
  static Wish of(Optional<Snapshot> intended) {
    return intended.<Wish>map(Content::new).orElseGet(Gone::new);
  }

  /**
   * The type is to be there, and so.
   *
   * @param whole the whole type, as the platform takes it
   */
  record Content(Snapshot whole) implements Wish {}

  /** The type is not to be there. */
  record Gone() implements Wish {}
}
