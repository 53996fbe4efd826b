package dev.synctrail.integration.lane;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler.ExponentialBackoffFailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.metrics.JobRan;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.startup.SchemaReady;
import dev.synctrail.startup.ServerStopping;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.Recording;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Starts and stops the durable work of this server, and wakes lanes when work was committed. */
@ApplicationScoped
class Lanes {
  private static final System.Logger LOG = System.getLogger(Lanes.class.getName());

  /**
   * Number of checks for expired leases within one lease, so that no silent sync stays open much
   * longer.
   */
  private static final int CHECKS_PER_LEASE = 20;

  private static final Duration DAILY = Duration.ofDays(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Backlog backlog;
  private final Platforms platforms;
  private final Gateways gateways;
  private final Recording recording;
  private final RollUpTask rollUps;
  private final Housekeeping housekeeping;
  private final IndexTask index;
  private final LedgerTask ledger;
  private final VerificationTask verification;
  private final AnchorTask anchors;
  private final BulkRetryTask bulkRetries;
  private final LaneSettings settings;
  private final Event<JobRan> runs;
  private final Timekeeping time;
  private final Clock clock;
  private final CustomTask<Void> lanes;
  private @Nullable Scheduler scheduler;
  private @Nullable ScheduledExecutorService waking;

  @Inject
  Lanes(
      Lane lane,
      Backlog backlog,
      Platforms platforms,
      Gateways gateways,
      Recording recording,
      RollUpTask rollUps,
      Housekeeping housekeeping,
      IndexTask index,
      LedgerTask ledger,
      VerificationTask verification,
      AnchorTask anchors,
      BulkRetryTask bulkRetries,
      LaneSettings settings,
      Event<JobRan> runs,
      Timekeeping time,
      Clock clock) {
    this.backlog = backlog;
    this.platforms = platforms;
    this.gateways = gateways;
    this.recording = recording;
    this.rollUps = rollUps;
    this.housekeeping = housekeeping;
    this.index = index;
    this.ledger = ledger;
    this.verification = verification;
    this.anchors = anchors;
    this.bulkRetries = bulkRetries;
    this.settings = settings;
    this.runs = runs;
    this.time = time;
    this.clock = clock;
    this.lanes =
        Tasks.custom("lane", Void.class)
            .onFailure(new ExponentialBackoffFailureHandler<>(FIRST_PAUSE, 1.5))
            .onDeadExecutionRevive()
            .execute(lane::run);
  }

  void start(@Observes SchemaReady ready) {
    ThreadFactory threads = managedThreads();
    RecurringTask<Void> watch =
        Tasks.recurring("watch", FixedDelay.of(settings.poll())).execute(this::watch);
    RecurringTask<Void> lease =
        Tasks.recurring("lease", FixedDelay.of(settings.lease().dividedBy(CHECKS_PER_LEASE)))
            .execute((instance, context) -> expireSilent());
    RecurringTask<Void> months =
        Tasks.recurring("months", FixedDelay.of(DAILY))
            .execute((instance, context) -> housekeeping.keepMonths());
    RecurringTask<Void> retention =
        Tasks.recurring("retention", FixedDelay.of(DAILY))
            .execute((instance, context) -> housekeeping.purgeDaily());
    RecurringTask<Void> denials =
        Tasks.recurring("denials", FixedDelay.of(DAILY))
            .execute((instance, context) -> housekeeping.deleteExpiredDenials());
    RecurringTask<Void> purge =
        Tasks.recurring("purge", FixedDelay.of(settings.poll()))
            .execute(
                (instance, context) ->
                    housekeeping.purgeAndErase(() -> context.getSchedulerState().isShuttingDown()));
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(threads);
    waking = timer;
    scheduler =
        Scheduler.create(ready.dataSource(), lanes)
            .startTasks(watch, lease, rollUps.task(), index.task(), months, retention, purge)
            .startTasks(denials, ledger.task(), verification.task(), anchors.task())
            .startTasks(bulkRetries.task())
            .startTasks(housekeeping.checksEvery().map(this::checks).stream().toList())
            .tableName("lane")
            .schedulerName(new SchedulerName.Fixed(server()))
            .executorService(Executors.newFixedThreadPool(settings.threads(), threads))
            .threads(settings.threads())
            .dueExecutor(Executors.newSingleThreadExecutor(threads))
            .housekeeperExecutor(Executors.newScheduledThreadPool(3, threads))
            .pollingInterval(settings.poll())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(LaneSettings.MISSED_HEARTBEATS)
            .shutdownMaxWait(settings.stopWait())
            .enableImmediateExecution()
            .addSchedulerListener(new JobRunListener(runs))
            .addSchedulerListener(new Alarm(timer, this::checkForDueWork, clock))
            .clock(clock::instant)
            .commitWhenAutocommitDisabled(false)
            .build();
    scheduler.start();
    timer.execute(housekeeping::keepMonthsNow);
    long beat = settings.heartbeat().toMillis();
    Future<?> unused = timer.scheduleWithFixedDelay(time::keep, beat, beat, TimeUnit.MILLISECONDS);
    LOG.log(
        Level.INFO,
        "{0} lanes per platform, {1} threads",
        settings.perPlatform(),
        settings.threads());
  }

  private void checkForDueWork() {
    if (scheduler != null) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  void stop(@Observes ServerStopping stopping) {
    if (waking != null) {
      waking.shutdownNow();
    }
    if (scheduler != null) {
      scheduler.stop();
    }
  }

  /**
   * The lanes are woken from another thread, because this one is still inside the completed
   * transaction.
   */
  void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) WorkQueued queued) {
    try {
      if (waking != null) {
        waking.execute(() -> wake(queued.platform()));
      }
    } catch (RejectedExecutionException e) {
      LOG.log(Level.INFO, "The server is stopping; the next one takes the work from the backlog");
    }
  }

  private void expireSilent() {
    if (time.isSteadyFor(settings.lease())) {
      recording.expire(settings.lease());
    }
  }

  private RecurringTask<Void> checks(Duration every) {
    return Tasks.recurring("checks", FixedDelay.of(every))
        .execute((instance, context) -> housekeeping.checkPlatforms());
  }

  private void watch(TaskInstance<Void> instance, ExecutionContext context) {
    Instant now = clock.instant();
    for (PlatformId platform : backlog.platforms()) {
      if (backlog.nextDue(platform).filter(due -> !due.isAfter(now)).isPresent()) {
        wake(platform);
      }
    }
  }

  private void wake(PlatformId platform) {
    if (scheduler == null) {
      return;
    }
    for (int slot = 0; slot < atOnce(platform); slot++) {
      wake(scheduler, new LaneId(platform, slot));
    }
  }

  private int atOnce(PlatformId id) {
    return platforms
        .find(id)
        .flatMap(platform -> gateways.forKind(platform.kind()))
        .map(gateway -> Math.min(gateway.capabilities().atOnce(), settings.perPlatform()))
        .orElse(settings.perPlatform());
  }

  private void wake(Scheduler awake, LaneId lane) {
    try {
      awake.schedule(
          lanes.instance(lane.toString()),
          clock.instant(),
          new ScheduleOptions().whenExistsReschedule());
    } catch (TaskInstanceCurrentlyExecutingException e) {
      LOG.log(Level.DEBUG, "Lane {0} is running and checks for work itself", lane);
    } catch (TaskInstanceNotFoundException | ExecutionException e) {
      LOG.log(Level.DEBUG, "Lane {0} has just become idle; the watch task wakes it", lane);
    }
  }

  /** The process id distinguishes two servers on one host. */
  private static String server() {
    return new SchedulerName.Hostname().getName() + "-" + ProcessHandle.current().pid();
  }

  @SuppressWarnings("BanJNDI") // a constant, and @Resource is resolved before the name is bound
  private static ThreadFactory managedThreads() {
    try {
      return (ThreadFactory) new InitialContext().lookup("java:comp/DefaultManagedThreadFactory");
    } catch (NamingException e) {
      throw new IllegalStateException("The server has no managed thread factory", e);
    }
  }
}
