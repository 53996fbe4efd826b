package dev.synctrail.platform;

import dev.synctrail.snapshot.Snapshot;

/** What is to become of one type on its platform. */
public sealed interface DesiredState {

  /**
   * The type is to be there, and so.
   *
   * @param whole the whole type, as the platform takes it
   */
  record Content(Snapshot whole) implements DesiredState {}

  /** The type is not to be there. */
  record Gone() implements DesiredState {}
}
