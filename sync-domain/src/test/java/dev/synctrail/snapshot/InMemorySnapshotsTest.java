package dev.synctrail.snapshot;

import java.util.function.UnaryOperator;

class InMemorySnapshotsTest extends SnapshotsContract {
  private final InMemorySnapshots snapshots = new InMemorySnapshots();

  @Override
  protected Snapshots snapshots() {
    return snapshots;
  }

  @Override
  protected long stored() {
    return snapshots.count();
  }

  @Override
  protected void tamper(Checksum checksum, boolean truncated, UnaryOperator<byte[]> alteration) {
    snapshots.tamper(checksum, truncated, alteration);
  }
}
