package dev.synctrail.persistence.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: the schema is migrated, and the database responds within two seconds. */
@Readiness
@ApplicationScoped
class DatabaseReady implements HealthCheck {

  private static final int TIMEOUT_SECONDS = 2;

  private final SchemaAtStart schema;

  @Resource private ManagedExecutorService executor;

  @Inject
  DatabaseReady(SchemaAtStart schema) {
    this.schema = schema;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("database");
    var migrated = schema.migrated();
    return response
        .status(migrated.isPresent() && respondsInTime(migrated.get()))
        .withData("schema", migrated.isPresent() ? "migrated" : "missing")
        .build();
  }

  /**
   * Checks with a timeout, because a pool may wait much longer for a connection than a readiness
   * probe does.
   */
  private boolean respondsInTime(DataSource dataSource) {
    Future<Boolean> response = executor.submit(() -> responds(dataSource));
    try {
      return response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      response.cancel(true);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean responds(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid(TIMEOUT_SECONDS);
    }
  }
}
