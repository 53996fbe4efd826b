package dev.synctrail.web.recording;

import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.SettlingManually;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.access.Authorization;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Settles syncs by hand, for REST and the console, and records in the access log who did. */
@Dependent
@Transactional
public class Settlements {
  private final SettlingManually settling;
  private final Authorization authorization;

  @Inject
  public Settlements(SettlingManually settling, Authorization authorization) {
    this.settling = settling;
    this.authorization = authorization;
  }

  /**
   * Settles a sync in the name of the present caller.
   *
   * @return the sync as it is then; empty when there is none
   * @throws IllegalTransition when it cannot be settled by hand now, with the reason
   */
  public Optional<Sync> settle(SyncId id, SyncStatus outcome, String reason) {
    Optional<Sync> settled = settling.settle(id, outcome, reason, authorization.caller().name());
    settled.ifPresent(sync -> authorization.acted(new Settled(id.toString(), outcome, reason)));
    return settled;
  }

  /** What the access log says of it. */
  public record Settled(String sync, SyncStatus status, String reason) {}
}
