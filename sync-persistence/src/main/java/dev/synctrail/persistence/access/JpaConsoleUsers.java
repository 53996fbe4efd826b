package dev.synctrail.persistence.access;

import dev.synctrail.access.ConsoleUser;
import dev.synctrail.access.ConsoleUsers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.ZoneOffset;
import java.util.Optional;

@Dependent
@Transactional(TxType.MANDATORY)
class JpaConsoleUsers implements ConsoleUsers {
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
  public Optional<ConsoleUser> find(String name) {
    return Optional.ofNullable(entityManager.find(ConsoleUserRow.class, name))
        .map(ConsoleUserRow::user);
  }

  @Override
  public boolean add(ConsoleUser user) {
    return entityManager
            .createNativeQuery(
                """
                insert into console_user (name, role, password_hash, created_at)
                values (?1, ?2, ?3, ?4)
                on conflict do nothing""")
            .setParameter(1, user.name())
            .setParameter(2, user.role().name())
            .setParameter(3, user.passwordHash())
            .setParameter(4, user.createdAt().atOffset(ZoneOffset.UTC))
            .executeUpdate()
        == 1;
  }
}
