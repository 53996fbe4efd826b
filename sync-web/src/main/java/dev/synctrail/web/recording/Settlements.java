package dev.synctrail.web.recording;

import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.SettlingManually;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.web.access.Authorization;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Settles syncs manually, for REST and the console, and records the user in the access log. */
@ApplicationScoped
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
   * Settles a sync on behalf of the current caller.
   *
   * @return the settled sync; empty if it does not exist
   * @throws IllegalTransition if it cannot be settled manually now, with the reason
   */
  public Optional<Sync> settle(SyncId id, SyncStatus outcome, String reason) {
    Optional<Sync> settled = settling.settle(id, outcome, reason, authorization.caller().name());
    settled.ifPresent(sync -> authorization.acted(new Settled(id.toString(), outcome, reason)));
    return settled;
  }

  /** The entry of the access log. */
  public record Settled(String sync, SyncStatus status, String reason) {}
}
