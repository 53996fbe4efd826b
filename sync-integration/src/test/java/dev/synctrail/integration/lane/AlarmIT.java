package dev.synctrail.integration.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The scheduler checks for due work at its time, not only at the next poll. */
class AlarmIT {
  private static final Path CHANGESET =
      Path.of("../sync-persistence/src/main/resources/db/changelog/050-lanes.sql");

  /** Longer than the test waits. */
  private static final Duration POLL = Duration.ofMinutes(10);

  private static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);

  @Test
  void a_lane_is_woken_at_its_due_time_and_not_at_the_next_poll() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    CustomTask<Void> task =
        Tasks.custom("lane", Void.class)
            .execute(
                (instance, context) -> {
                  twice.countDown();
                  Instant next = CLOCK.instant().plusMillis(300);
                  return (complete, operations) -> operations.reschedule(complete, next);
                });
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    AtomicReference<@Nullable Scheduler> started = new AtomicReference<>();
    Runnable check = () -> Objects.requireNonNull(started.get()).triggerCheckForDueExecutions();
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(Files.readString(CHANGESET));
      }
      Scheduler scheduler =
          Scheduler.create(postgres.getPostgresDatabase(), task)
              .tableName("lane")
              .pollingInterval(POLL)
              .enableImmediateExecution()
              .addSchedulerListener(new Alarm(timer, check, CLOCK))
              .clock(CLOCK::instant)
              .build();
      started.set(scheduler);
      scheduler.start();
      try {
        scheduler.schedule(task.instance("cms-0"), CLOCK.instant().plusMillis(300));

        assertThat(twice.await(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        scheduler.stop();
      }
    } finally {
      timer.shutdownNow();
    }
  }
}
