package dev.synctrail.persistence.access;

import dev.synctrail.access.IdempotencyKeys;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
class JpaIdempotencyKeys implements IdempotencyKeys {
  private final EntityManager entityManager;

  @Inject
  JpaIdempotencyKeys(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  public Claim claim(Key key, Checksum request, UUID claim, Instant now) {
    deleteOld(now);
    if (insertOrTakeOver(key, request, claim, now)) {
      return Claim.MINE;
    }
    return row(key).map(row -> row.claimBy(request)).orElse(Claim.RUNNING);
  }

  private boolean insertOrTakeOver(Key key, Checksum request, UUID claim, Instant now) {
    return new Sql(
                """
                insert into idempotency_key as k (caller, key, request, claim, claimed_at)
                values (?, ?, ?, ?, ?)
                on conflict (caller, key) do update
                set request = excluded.request, claim = excluded.claim,
                    claimed_at = excluded.claimed_at, status = null, headers = null, body = null
                where k.claimed_at <= ?
                   or (k.status is null and k.claimed_at <= ? and k.request = excluded.request)""",
                key.caller(),
                key.value(),
                request.hex(),
                claim,
                now,
                utc(now.minus(KEPT)),
                utc(now.minus(RUNNING)))
            .on(entityManager)
            .executeUpdate()
        == 1;
  }

  private void deleteOld(Instant now) {
    new Sql(
            """
            delete from idempotency_key where (caller, key) in (
              select caller, key from idempotency_key where claimed_at <= ?
              limit 100 for update skip locked)""",
            utc(now.minus(KEPT)))
        .on(entityManager)
        .executeUpdate();
  }

  @Override
  public void answered(Key key, UUID claim, Answer answer) {
    row(key).filter(row -> row.isHeldBy(claim)).ifPresent(row -> row.answer(answer));
  }

  @Override
  public void release(Key key, UUID claim) {
    row(key).filter(row -> row.isHeldBy(claim)).ifPresent(entityManager::remove);
  }

  private Optional<IdempotencyKeyRow> row(Key key) {
    return Optional.ofNullable(
        entityManager.find(
            IdempotencyKeyRow.class,
            new IdempotencyKeyRow.Id(key),
            LockModeType.PESSIMISTIC_WRITE));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
