package dev.synctrail.persistence.deployment;

import dev.synctrail.deployment.Pins;
import dev.synctrail.deployment.PinsContract;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.persistence.version.JpaVersions;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.Versions;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPinsIT extends PinsContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database
        .entityManager()
        .createNativeQuery("truncate sync, pin, run_pin, content_type, version")
        .executeUpdate();
    database.commit();
  }

  @Override
  protected Pins pins() {
    return new JdbcPins(database.dataSource());
  }

  @Override
  protected Syncs syncs() {
    return new JpaSyncs(database.entityManager());
  }

  @Override
  protected Versions versions() {
    return new JpaVersions(
        database.entityManager(), new JpaSnapshots(database.entityManager(), Clock.systemUTC()));
  }

  @Override
  protected void commit() {
    database.commit();
  }
}
