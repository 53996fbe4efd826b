package dev.synctrail.deployment;

import dev.synctrail.tracking.InMemorySyncs;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.InMemoryVersions;
import dev.synctrail.version.Versions;

class InMemoryPinsTest extends PinsContract {
  private final InMemorySyncs syncs = new InMemorySyncs();
  private final InMemoryVersions versions = new InMemoryVersions();
  private final InMemoryPins pins = new InMemoryPins(versions, syncs);

  @Override
  protected Pins pins() {
    return pins;
  }

  @Override
  protected Syncs syncs() {
    return syncs;
  }

  @Override
  protected Versions versions() {
    return versions;
  }
}
