package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Beginning;
import dev.synctrail.tracking.Beginning.Wanted;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Asks for a push: one sync per type, pinned to its version, all of it committed or none. */
@Dependent
@Transactional
public class Deploying {
  private final Platforms platforms;
  private final Versions versions;
  private final Snapshots snapshots;
  private final Syncs syncs;
  private final Beginning beginning;

  @Inject
  public Deploying(
      Platforms platforms,
      Versions versions,
      Snapshots snapshots,
      Syncs syncs,
      Beginning beginning) {
    this.platforms = platforms;
    this.versions = versions;
    this.snapshots = snapshots;
    this.syncs = syncs;
    this.beginning = beginning;
  }

  /**
   * Records what is wanted and queues it.
   *
   * @throws UnknownPlatform when the platform is not configured
   * @throws UnknownTypes when a named type has no version here; nothing is recorded then
   * @throws UnknownVersion when there is no such version
   */
  public Run deploy(DeploymentOrder order) {
    PlatformId platform = order.platform();
    platforms.require(platform);
    List<ContentTypeVersion> wanted = wanted(order);
    Run run =
        beginning.run(
            Direction.PUSH, platform, order.options(), order.cause(), null, wanted.size());
    for (ContentTypeVersion version : wanted) {
      beginning.sync(
          new Wanted(
              Direction.PUSH,
              version.typeKey(),
              new VersionLink(version.id().hex(), version.contentHash().hex()),
              intended(version)),
          platform,
          order.options(),
          order.cause().in(run.id()));
    }
    beginning.queued(platform);
    return run;
  }

  private List<ContentTypeVersion> wanted(DeploymentOrder order) {
    if (order.selection() instanceof Named named) {
      return named(named.typeKeys());
    }
    if (order.selection() instanceof Exactly exactly) {
      return List.of(
          versions
              .find(exactly.version())
              .orElseThrow(() -> new UnknownVersion(exactly.version())));
    }
    List<ContentTypeVersion> heads = versions.heads(null, false, Integer.MAX_VALUE);
    return order.selection() instanceof All
        ? heads
        : heads.stream().filter(head -> isChanged(head, order.platform())).toList();
  }

  private List<ContentTypeVersion> named(List<TypeKey> typeKeys) {
    List<ContentTypeVersion> found = new ArrayList<>();
    List<TypeKey> unknown = new ArrayList<>();
    for (TypeKey typeKey : new LinkedHashSet<>(typeKeys)) {
      versions.head(typeKey).ifPresentOrElse(found::add, () -> unknown.add(typeKey));
    }
    if (!unknown.isEmpty()) {
      throw new UnknownTypes(unknown);
    }
    return found;
  }

  /** The version's own bytes serve, unless only their beginning may be kept as evidence. */
  private Evidence intended(ContentTypeVersion version) {
    int size =
        snapshots
            .describe(version.content(), false)
            .map(Snapshots.Stored::originalSize)
            .orElseThrow(() -> new IllegalStateException("No bytes of " + version.id()));
    return size > Snapshot.LIMIT
        ? snapshots.keep(versions.content(version).orElseThrow())
        : new Evidence(version.content(), size, false);
  }

  private boolean isChanged(ContentTypeVersion head, PlatformId platform) {
    return syncs
        .lastPushed(head.typeKey(), platform)
        .map(VersionLink::versionHash)
        .filter(head.contentHash().hex()::equals)
        .isEmpty();
  }
}
