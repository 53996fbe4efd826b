package dev.synctrail.persistence.snapshot;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores payloads in the table {@code snapshot}. */
@ApplicationScoped
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

  private void store(PayloadReference payloadReference, Snapshot content) {
    // checking first avoids compressing a payload that is already stored; the insert decides a race
    if (content.size() > EncodedPayload.THRESHOLD && isStored(payloadReference)) {
      return;
    }
    EncodedPayload encodedPayload = EncodedPayload.of(content);
    Salt salt = Salt.random();
    new Sql(
            "insert into snapshot (checksum, truncated, encoding, original_size, stored_size,"
                + " kept_checksum, bytes, created_at, salt, commitment) values (decode(?, 'hex'), ?,"
                + " ?, ?, ?, decode(?, 'hex'), ?, ?, ?, ?) on conflict do nothing",
            payloadReference.checksum().hex(),
            payloadReference.truncated(),
            encodedPayload.encoding().name(),
            payloadReference.originalSize(),
            encodedPayload.size(),
            payloadReference.truncated() ? content.checksum().hex() : null,
            encodedPayload.bytes(),
            clock.instant(),
            salt.bytes(),
            Commitment.of(salt, content.bytes()).bytes())
        .onUnflushed(entityManager)
        .executeUpdate();
  }

  /**
   * Returns whether a payload is stored. The function also protects it from a purge until the
   * caller's transaction refers to it.
   */
  private boolean isStored(PayloadReference payloadReference) {
    return (Boolean)
        new Sql(
                "select is_kept(decode(?, 'hex'), ?)",
                payloadReference.checksum().hex(),
                payloadReference.truncated())
            .onUnflushed(entityManager)
            .getSingleResult();
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Snapshot> find(Checksum checksum, boolean truncated) {
    return findRow("select encoding, bytes, kept_checksum from snapshot", checksum, truncated)
        .map(
            row ->
                EncodedPayload.stored(Encoding.valueOf((String) row[0]), (byte[]) row[1])
                    .decode(storedChecksum(checksum, row[2])));
  }

  private static Checksum storedChecksum(Checksum original, @Nullable Object storedUnder) {
    return storedUnder == null ? original : new Checksum(HEX.formatHex((byte[]) storedUnder));
  }

  @Override
  @Transactional(SUPPORTS)
  public Optional<Stored> describe(Checksum checksum, boolean truncated) {
    return findRow("select encoding, original_size, stored_size from snapshot", checksum, truncated)
        .map(
            row ->
                new Stored(
                    Encoding.valueOf((String) row[0]),
                    ((Number) row[1]).intValue(),
                    ((Number) row[2]).intValue()));
  }

  private Optional<Object[]> findRow(String select, Checksum checksum, boolean truncated) {
    Query query =
        new Sql(
                select + " where checksum = decode(?, 'hex') and truncated = ?",
                checksum.hex(),
                truncated)
            .on(entityManager);
    List<?> rows = query.getResultList();
    return rows.isEmpty() ? Optional.empty() : Optional.of((Object[]) rows.get(0));
  }
}
