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

/** Ready means: migrations are done, and the database answers within two seconds. */
@Readiness
@ApplicationScoped
class DatabaseReady implements HealthCheck {

  private static final int SECONDS = 2;

  private final SchemaAtStart schema;

  @Resource private ManagedExecutorService executor;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  DatabaseReady() {
    this.schema = null;
  }

  @Inject
  DatabaseReady(SchemaAtStart schema) {
    this.schema = schema;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("database");
    var migrated = schema.migrated();
    return response
        .status(migrated.isPresent() && answersInTime(migrated.get()))
        .withData("schema", migrated.isPresent() ? "migrated" : "missing")
        .build();
  }

  /** A pool may wait much longer for a connection than whoever asks for readiness does. */
  private boolean answersInTime(DataSource dataSource) {
    Future<Boolean> answer = executor.submit(() -> answers(dataSource));
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean answers(DataSource dataSource) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid(SECONDS);
    }
  }
}
