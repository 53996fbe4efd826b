package dev.synctrail.persistence.access;

import static java.util.stream.Collectors.joining;

import dev.synctrail.access.AccessTokens;
import dev.synctrail.access.Token;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@ApplicationScoped
@Transactional(TxType.MANDATORY)
class JpaAccessTokens implements AccessTokens {
  private final EntityManager entityManager;

  @Inject
  JpaAccessTokens(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public List<Token> all() {
    return entityManager
        .createNamedQuery("AccessTokenRow.all", AccessTokenRow.class)
        .getResultStream()
        .map(AccessTokenRow::token)
        .toList();
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public Optional<Token> find(UUID id) {
    return Optional.ofNullable(entityManager.find(AccessTokenRow.class, id))
        .map(AccessTokenRow::token);
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public Optional<Token> find(Checksum secretHash) {
    return entityManager
        .createNamedQuery("AccessTokenRow.bySecret", AccessTokenRow.class)
        .setParameter("hash", secretHash.hex())
        .getResultStream()
        .map(AccessTokenRow::token)
        .findFirst();
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public boolean isAnyStored(Set<Checksum> secretHashes) {
    return !secretHashes.isEmpty()
        && !new Sql(
                "select 1 from access_token where secret_hash = any (string_to_array(?, ','))"
                    + " limit 1",
                secretHashes.stream().map(Checksum::hex).collect(joining(",")))
            .on(entityManager)
            .getResultList()
            .isEmpty();
  }

  @Override
  public boolean add(Token token, Checksum secretHash) {
    return new Sql(
                """
                insert into access_token (id, name, role, secret_hash, created_at, created_by,
                  expires_at, owner)
                values (?, ?, ?, ?, ?, ?, cast(? as timestamptz), ?)
                on conflict do nothing""",
                token.id(),
                token.name(),
                token.role().name(),
                secretHash.hex(),
                token.createdAt(),
                token.createdBy(),
                token.expiresAt() == null ? null : token.expiresAt().toString(),
                token.owner())
            .on(entityManager)
            .executeUpdate()
        == 1;
  }

  @Override
  public boolean revoke(UUID id, Instant at) {
    AccessTokenRow row =
        entityManager.find(AccessTokenRow.class, id, LockModeType.PESSIMISTIC_WRITE);
    return row != null && row.revoke(at);
  }

  @Override
  @Transactional(TxType.REQUIRED)
  public void used(UUID id, Instant at) {
    AccessTokenRow row = entityManager.find(AccessTokenRow.class, id);
    if (row != null) {
      row.used(at);
    }
  }
}
