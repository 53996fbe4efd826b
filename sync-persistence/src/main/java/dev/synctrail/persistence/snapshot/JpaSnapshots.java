package dev.synctrail.persistence.snapshot;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Payloads in the table {@code snapshot}. */
@Dependent
public class JpaSnapshots implements Snapshots {
  private static final HexFormat HEX = HexFormat.of();

  private final EntityManager entityManager;
  private final Clock clock;

  @Inject
  public JpaSnapshots(EntityManager entityManager, Clock clock) {
    this.entityManager = entityManager;
    this.clock = clock;
  }

  @Override
  @Transactional(MANDATORY)
  public PayloadReference keep(Snapshot snapshot) {
    PayloadReference payloadReference = PayloadReference.of(snapshot);
    if (payloadReference.truncated()) {
      Snapshot beginning =
          Snapshot.of(Arrays.copyOf(snapshot.bytes(), PayloadReference.KEPT_OF_OVERSIZE));
      store(payloadReference, beginning);
    } else {
      store(payloadReference, snapshot);
    }
    return payloadReference;
  }

  @Override
  @Transactional(MANDATORY)
  public PayloadReference keepWhole(Snapshot snapshot) {
    PayloadReference payloadReference =
        new PayloadReference(snapshot.checksum(), snapshot.size(), false);
    store(payloadReference, snapshot);
    return payloadReference;
  }

  @Override
  @Transactional(MANDATORY)
  public void keepBeginning(PayloadReference whole, Snapshot beginning) {
    store(whole, beginning);
  }

  private void store(PayloadReference payloadReference, Snapshot kept) {
    // looking first spares the compression of what is there; the insert still decides a race
    if (isKept(payloadReference)) {
      return;
    }
    EncodedPayload encodedPayload = EncodedPayload.of(kept);
    entityManager
        .createNativeQuery(
            "insert into snapshot (checksum, truncated, encoding, original_size, stored_size,"
                + " kept_checksum, bytes, created_at) values (decode(?, 'hex'), ?, ?, ?, ?,"
                + " decode(?, 'hex'), ?, ?) on conflict do nothing")
        .setParameter(1, payloadReference.checksum().hex())
        .setParameter(2, payloadReference.truncated())
        .setParameter(3, encodedPayload.encoding().name())
        .setParameter(4, payloadReference.originalSize())
        .setParameter(5, encodedPayload.size())
        .setParameter(6, payloadReference.truncated() ? kept.checksum().hex() : null)
        .setParameter(7, encodedPayload.bytes())
        .setParameter(8, clock.instant().atOffset(ZoneOffset.UTC))
        .executeUpdate();
  }

  /** Asking also keeps a purge from taking it, until the caller refers to it. */
  private boolean isKept(PayloadReference payloadReference) {
    return (Boolean)
        entityManager
            .createNativeQuery("select is_kept(decode(?, 'hex'), ?)")
            .setParameter(1, payloadReference.checksum().hex())
            .setParameter(2, payloadReference.truncated())
            .getSingleResult();
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Snapshot> find(Checksum checksum, boolean truncated) {
    return one("select encoding, bytes, kept_checksum from snapshot", checksum, truncated)
        .map(
            row ->
                EncodedPayload.stored(Encoding.valueOf((String) row[0]), (byte[]) row[1])
                    .decode(keptUnder(checksum, row[2])));
  }

  private static Checksum keptUnder(Checksum original, @Nullable Object kept) {
    return kept == null ? original : new Checksum(HEX.formatHex((byte[]) kept));
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Stored> describe(Checksum checksum, boolean truncated) {
    return one("select encoding, original_size, stored_size from snapshot", checksum, truncated)
        .map(
            row ->
                new Stored(
                    Encoding.valueOf((String) row[0]),
                    ((Number) row[1]).intValue(),
                    ((Number) row[2]).intValue()));
  }

  private Optional<Object[]> one(String select, Checksum checksum, boolean truncated) {
    Query query =
        entityManager
            .createNativeQuery(select + " where checksum = decode(?, 'hex') and truncated = ?")
            .setParameter(1, checksum.hex())
            .setParameter(2, truncated);
    List<?> rows = query.getResultList();
    return rows.isEmpty() ? Optional.empty() : Optional.of((Object[]) rows.get(0));
  }
}
