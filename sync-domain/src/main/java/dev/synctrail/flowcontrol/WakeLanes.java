package dev.synctrail.flowcontrol;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.TrackingEvent;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Wakes lanes once the caller's transaction is committed. */
@ApplicationScoped
@Transactional(MANDATORY)
public class WakeLanes {
  private final Backlog backlog;
  private final Event<TrackingEvent> facts;

  @Inject
  public WakeLanes(Backlog backlog, Event<TrackingEvent> facts) {
    this.backlog = backlog;
    this.facts = facts;
  }

  /** Wakes the lanes of a platform, or of every platform that has work. */
  void wake(@Nullable PlatformId platform) {
    if (platform != null) {
      facts.fire(new WorkQueued(platform));
    } else {
      backlog.platforms().forEach(one -> facts.fire(new WorkQueued(one)));
    }
  }
}
