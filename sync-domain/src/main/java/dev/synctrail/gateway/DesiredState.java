package dev.synctrail.gateway;

import dev.synctrail.snapshot.Snapshot;

/** The desired state of one type on its platform. */
public sealed interface DesiredState {

  /**
   * The type exists with this content.
   *
   * @param whole the whole type, in the platform's format
   */
  record Content(Snapshot whole) implements DesiredState {}

  /** The type does not exist. */
  record Gone() implements DesiredState {}
}
