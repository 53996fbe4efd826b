package dev.synctrail.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.conflict.ConflictPolicy;
import dev.synctrail.conflict.InMemoryConflicts;
import dev.synctrail.conflict.RecordConflict;
import dev.synctrail.drift.InMemoryDeployedStates;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halts;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.retry.Concluding;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.AuditTrail;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.RecordFacts;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Settlement;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.tracking.TrackingEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.List;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/**
 * CDI delivers a fact to its observers and succeeds silently when there are none, so the sender
 * itself has to verify that the audit trail has recorded it.
 */
class NoRecordNoPushTest {
  private static final String CONTENT = "{\"baseType\":\"_page\",\"displayName\":\"Article\"}";

  private final InMemoryEngine engine = InMemoryEngine.idle();
  private final InMemoryTrail trail = engine.trail();

  private Weld container() {
    return new Weld()
        .disableDiscovery()
        .addExtension(new Ports(trail))
        .addBeanClass(Settlement.class);
  }

  private Pushing pushing(WeldContainer container) {
    Event<TrackingEvent> facts = container.getBeanManager().getEvent().select(TrackingEvent.class);
    return new Pushing(
        new PlatformLookup(engine.platforms(), new Gateways(List.of(engine.gateway()))),
        trail.snapshots(),
        new Dependents(
            engine.deployedStates(), trail.runs(), new ReferencedTypes(trail.snapshots())),
        new ConflictPolicy(
            trail.syncs(),
            new InMemoryDeployedStates(),
            trail.snapshots(),
            engine.versions(),
            new InMemoryConflicts(),
            new RecordConflict(new InMemoryConflicts(), trail.snapshots()),
            InMemoryEngine.DRIFT,
            trail.clock()),
        new DataLossGuard(
            trail.syncs(), trail.runs(), engine.conflicts(), trail.snapshots(), engine.versions()),
        new ExchangeLogs(
            new RecordFacts(facts, trail.syncs(), trail.backlog(), platform -> Halt.NONE)),
        new Concluding(RetryPolicy.DEFAULT, InMemoryEngine.LONGEST, trail.clock()),
        trail.clock());
  }

  @Test
  void the_container_notifies_the_audit_trail_and_the_push_is_sent() {
    SyncId id = trail.push(CONTENT);
    Opened opened = trail.open();

    try (WeldContainer container = container().addBeanClass(AuditTrail.class).initialize()) {
      pushing(container).push(opened);
    }

    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.SUCCESS);
    assertThat(engine.gateway().ledger()).isNotEmpty();
    assertThat(trail.syncs().exchanges(id.value(), 1)).hasSameSizeAs(engine.gateway().ledger());
  }

  @Test
  void no_request_is_sent_when_the_audit_trail_does_not_observe() {
    SyncId id = trail.push(CONTENT);
    Opened opened = trail.open();

    try (WeldContainer container = container().initialize()) {
      Pushing pushing = pushing(container);
      pushing.push(opened);
    }

    assertThat(engine.gateway().left(RequestPurpose.WRITE)).isZero();
    assertThat(engine.sync(id).status()).isEqualTo(SyncStatus.IN_PROGRESS);
  }

  /** Supplies the audit trail in the container with the ports in memory. */
  record Ports(InMemoryTrail trail) implements Extension {

    void add(@Observes AfterBeanDiscovery discovered) {
      bean(discovered, Syncs.class, trail.syncs());
      bean(discovered, Runs.class, trail.runs());
      bean(discovered, Backlog.class, trail.backlog());
      bean(discovered, Snapshots.class, trail.snapshots());
      bean(discovered, Halts.class, platform -> Halt.NONE);
    }

    private static <T> void bean(AfterBeanDiscovery discovered, Class<T> port, T one) {
      discovered.<T>addBean().types(port).createWith(context -> one);
    }
  }
}
