package dev.synctrail.persistence.platform;

import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.PlatformsContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaPlatformsIT extends PlatformsContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database.entityManager().createNativeQuery("delete from platform_revision").executeUpdate();
    database.entityManager().createNativeQuery("delete from platform").executeUpdate();
  }

  @Override
  protected Platforms platforms() {
    return new JpaPlatforms(database.entityManager());
  }

  @Override
  protected void commit() {
    database.commit();
  }
}
