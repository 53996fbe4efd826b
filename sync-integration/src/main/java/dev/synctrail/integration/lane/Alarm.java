package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes the scheduler of this server check for due work at the time when it becomes due. Without
 * it, the scheduler checks only at every poll, which turns a short delay into a long one.
 */
final class Alarm extends AbstractSchedulerListener {
  /** Work that becomes due later is found by a poll. */
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);

  private final ScheduledExecutorService timer;
  private final Runnable check;
  private final Clock clock;
  private final Set<Instant> set = ConcurrentHashMap.newKeySet();

  Alarm(ScheduledExecutorService timer, Runnable check, Clock clock) {
    this.timer = timer;
    this.check = check;
    this.clock = clock;
  }

  @Override
  public void onExecutionScheduled(TaskInstanceId lane, Instant due) {
    Duration wait = Duration.between(clock.instant(), due);
    if (wait.isNegative() || wait.compareTo(LONGEST_DELAY) > 0 || !set.add(due)) {
      return;
    }
    try {
      // the clock has a resolution of a millisecond, and an early check finds nothing
      Future<?> unused =
          timer.schedule(() -> ring(due), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      set.remove(due); // the server is stopping
    }
  }

  private void ring(Instant due) {
    set.remove(due);
    check.run();
  }
}
