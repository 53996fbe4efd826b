package dev.synctrail.persistence.access;

import dev.synctrail.access.SignInFailures;
import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

@Dependent
@Transactional(TxType.REQUIRES_NEW)
class JpaSignInFailures implements SignInFailures {
  private final EntityManager entityManager;

  @Inject
  JpaSignInFailures(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public Optional<Failed> of(String name, String address) {
    List<?> rows =
        entityManager
            .createNativeQuery(
                "select times, (extract(epoch from last_at) * 1000)::bigint from sign_in_failure"
                    + " where attempted = ?1")
            .setParameter(1, attemptKey(name, address))
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new Failed(
                    ((Number) row[0]).intValue(),
                    Instant.ofEpochMilli(((Number) row[1]).longValue())))
        .findFirst();
  }

  @Override
  public void failed(String name, String address, Instant at) {
    deleteOld(at);
    entityManager
        .createNativeQuery(
            """
            insert into sign_in_failure as f (attempted, times, last_at) values (?1, 1, ?2)
            on conflict (attempted) do update set times = f.times + 1, last_at = excluded.last_at""")
        .setParameter(1, attemptKey(name, address))
        .setParameter(2, at.atOffset(ZoneOffset.UTC))
        .executeUpdate();
  }

  private void deleteOld(Instant now) {
    entityManager
        .createNativeQuery(
            """
            delete from sign_in_failure where attempted in (
              select attempted from sign_in_failure where last_at <= ?1 limit 100
              for update skip locked)""")
        .setParameter(1, now.minus(Failed.KEPT).atOffset(ZoneOffset.UTC))
        .executeUpdate();
  }

  @Override
  public void forget(String name, String address) {
    entityManager
        .createNativeQuery("delete from sign_in_failure where attempted = ?1")
        .setParameter(1, attemptKey(name, address))
        .executeUpdate();
  }

  private static String attemptKey(String name, String address) {
    return Checksum.of((name + "\n" + address).getBytes(StandardCharsets.UTF_8)).hex();
  }
}
