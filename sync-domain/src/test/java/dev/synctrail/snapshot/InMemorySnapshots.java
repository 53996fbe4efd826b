package dev.synctrail.snapshot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Payloads without a database, encoded as they are stored; held to the same contract. */
public final class InMemorySnapshots implements Snapshots {
  private final Map<Key, Kept> kept = new HashMap<>();

  @Override
  public Evidence keep(Snapshot snapshot) {
    Evidence evidence = Evidence.of(snapshot);
    Snapshot part =
        evidence.truncated()
            ? Snapshot.of(Arrays.copyOf(snapshot.bytes(), Evidence.KEPT_OF_OVERSIZE))
            : snapshot;
    store(evidence, part);
    return evidence;
  }

  @Override
  public Evidence keepWhole(Snapshot snapshot) {
    Evidence evidence = new Evidence(snapshot.checksum(), snapshot.size(), false);
    store(evidence, snapshot);
    return evidence;
  }

  @Override
  public void keepBeginning(Evidence whole, Snapshot beginning) {
    store(whole, beginning);
  }

  private void store(Evidence evidence, Snapshot part) {
    kept.putIfAbsent(
        new Key(evidence.checksum(), evidence.truncated()),
        new Kept(Encoded.of(part), part.checksum(), evidence.originalSize()));
  }

  @Override
  public Optional<Snapshot> find(Checksum checksum, boolean truncated) {
    return Optional.ofNullable(kept.get(new Key(checksum, truncated)))
        .map(one -> one.encoded().decode(one.checksum()));
  }

  @Override
  public Optional<Stored> describe(Checksum checksum, boolean truncated) {
    return Optional.ofNullable(kept.get(new Key(checksum, truncated)))
        .map(one -> new Stored(one.encoded().encoding(), one.originalSize(), one.encoded().size()));
  }

  /** Alters the stored bytes behind everybody's back. */
  public void tamper(Checksum checksum, boolean truncated, UnaryOperator<byte[]> alteration) {
    kept.computeIfPresent(
        new Key(checksum, truncated),
        (key, one) ->
            new Kept(
                Encoded.stored(one.encoded().encoding(), alteration.apply(one.encoded().bytes())),
                one.checksum(),
                one.originalSize()));
  }

  /** Forgets a payload behind everybody's back. */
  public void lose(Checksum checksum) {
    kept.remove(new Key(checksum, false));
  }

  /** Returns how many payloads are stored. */
  public int count() {
    return kept.size();
  }

  private record Key(Checksum checksum, boolean truncated) {}

  private record Kept(Encoded encoded, Checksum checksum, int originalSize) {}
}
