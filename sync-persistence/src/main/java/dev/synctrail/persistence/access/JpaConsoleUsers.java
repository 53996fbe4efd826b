package dev.synctrail.persistence.access;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ConsoleUsers;
import dev.synctrail.access.Role;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
@Transactional(TxType.MANDATORY)
class JpaConsoleUsers implements ConsoleUsers {
  /**
   * Key of the advisory lock that serializes changes of users and their roles; an arbitrary
   * constant.
   */
  private static final long LOCK_KEY = 0x73796e6374726c34L;

  private final EntityManager entityManager;

  @Inject
  JpaConsoleUsers(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public boolean isEmpty() {
    return entityManager
        .createQuery("select u from ConsoleUserRow u", ConsoleUserRow.class)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public List<ConsoleUser> all() {
    return entityManager
        .createNamedQuery("ConsoleUserRow.all", ConsoleUserRow.class)
        .getResultStream()
        .map(ConsoleUserRow::user)
        .toList();
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public Optional<ConsoleUser> find(String name) {
    return row(name).map(ConsoleUserRow::user);
  }

  private Optional<ConsoleUserRow> row(String name) {
    return Optional.ofNullable(entityManager.find(ConsoleUserRow.class, name));
  }

  @Override
  public boolean add(ConsoleUser user) {
    return new Sql(
                """
                insert into console_user (name, role, password_hash, must_change, created_at,
                  created_by, password_changed_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""",
                user.name(),
                user.role().name(),
                user.passwordHash(),
                user.mustChange(),
                user.createdAt(),
                user.createdBy(),
                user.passwordChangedAt())
            .on(entityManager)
            .executeUpdate()
        == 1;
  }

  @Override
  public void lock() {
    new Sql("select 1 from pg_advisory_xact_lock(" + LOCK_KEY + ")")
        .on(entityManager)
        .getSingleResult();
  }

  @Override
  public void change(String name, Role role, @Nullable Instant disabledAt) {
    row(name).ifPresent(row -> row.change(role, disabledAt));
  }

  @Override
  public void password(String name, String hash, boolean mustChange, Instant at) {
    row(name).ifPresent(row -> row.password(hash, mustChange, at));
  }

  @Override
  public void invite(String name, Checksum secretHash, Instant until, Instant at) {
    row(name).ifPresent(row -> row.invite(secretHash.hex(), until, at));
  }

  @Override
  public void withdrawInvitation(String name) {
    row(name).ifPresent(ConsoleUserRow::withdrawInvitation);
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public Optional<ConsoleUser> findInvited(Checksum secretHash) {
    return entityManager
        .createNamedQuery("ConsoleUserRow.byInvitation", ConsoleUserRow.class)
        .setParameter("hash", secretHash.hex())
        .getResultStream()
        .map(ConsoleUserRow::user)
        .findFirst();
  }

  @Override
  @Transactional(TxType.REQUIRED)
  public void used(String name, Instant at) {
    row(name).ifPresent(row -> row.used(at));
  }
}
