package dev.synctrail.persistence.access;

import dev.synctrail.access.AccessTokens;
import dev.synctrail.access.AccessTokensContract;
import dev.synctrail.persistence.schema.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaAccessTokensIT extends AccessTokensContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database.entityManager().createNativeQuery("delete from access_token").executeUpdate();
  }

  @Override
  protected AccessTokens tokens() {
    return new JpaAccessTokens(database.entityManager());
  }

  @Override
  protected void commit() {
    database.commit();
  }
}
