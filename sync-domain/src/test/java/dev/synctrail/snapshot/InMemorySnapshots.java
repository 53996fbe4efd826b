package dev.synctrail.snapshot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** In-memory snapshots, encoded as in the database; fulfills the same contract. */
public final class InMemorySnapshots implements Snapshots {
  private final Map<Key, Kept> kept = new HashMap<>();

  @Override
  public PayloadReference keep(Snapshot snapshot) {
    PayloadReference payloadReference = PayloadReference.of(snapshot);
    Snapshot part =
        payloadReference.truncated()
            ? Snapshot.of(Arrays.copyOf(snapshot.bytes(), PayloadReference.KEPT_OF_OVERSIZE))
            : snapshot;
    store(payloadReference, part);
    return payloadReference;
  }

  @Override
  public PayloadReference keepWhole(Snapshot snapshot) {
    PayloadReference payloadReference =
        new PayloadReference(snapshot.checksum(), snapshot.size(), false);
    store(payloadReference, snapshot);
    return payloadReference;
  }

  @Override
  public void keepBeginning(PayloadReference whole, Snapshot beginning) {
    store(whole, beginning);
  }

  private void store(PayloadReference payloadReference, Snapshot part) {
    kept.putIfAbsent(
        new Key(payloadReference.checksum(), payloadReference.truncated()),
        new Kept(EncodedPayload.of(part), part.checksum(), payloadReference.originalSize()));
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

  /** Alters stored bytes to simulate tampering. */
  public void tamper(Checksum checksum, boolean truncated, UnaryOperator<byte[]> alteration) {
    kept.computeIfPresent(
        new Key(checksum, truncated),
        (key, one) ->
            new Kept(
                EncodedPayload.stored(
                    one.encoded().encoding(), alteration.apply(one.encoded().bytes())),
                one.checksum(),
                one.originalSize()));
  }

  /** Removes a payload to simulate data loss. */
  public void lose(Checksum checksum) {
    kept.remove(new Key(checksum, false));
  }

  /** Returns the number of stored payloads. */
  public int count() {
    return kept.size();
  }

  private record Key(Checksum checksum, boolean truncated) {}

  private record Kept(EncodedPayload encoded, Checksum checksum, int originalSize) {}
}
