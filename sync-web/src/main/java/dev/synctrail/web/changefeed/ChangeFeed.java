package dev.synctrail.web.changefeed;

import dev.synctrail.changefeed.Change;
import dev.synctrail.changefeed.Changes;
import dev.synctrail.changefeed.FeedPosition;
import dev.synctrail.history.RunHistory;
import dev.synctrail.startup.SchemaReady;
import dev.synctrail.startup.ServerStopping;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.AnswerWriter;
import dev.synctrail.web.run.RunAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Reads changes and sends them to all connections of this server, as long as there are any. */
@ApplicationScoped
public class ChangeFeed {
  private static final Logger LOG = System.getLogger(ChangeFeed.class.getName());
  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(15);
  private static final Duration CLEANUP_INTERVAL = Duration.ofMinutes(1);
  private static final int BATCH = 500;

  private final Changes changes;
  private final RunHistory runs;
  private final Clock clock;
  private final Set<SseConnection> connections = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledExecutorService thread;
  private @Nullable Future<?> polling;
  private Instant lastKeepAlive = Instant.EPOCH;
  private Instant lastCleanup = Instant.EPOCH;

  @Inject
  ChangeFeed(Changes changes, RunHistory runs, Clock clock) {
    this.changes = changes;
    this.runs = runs;
    this.clock = clock;
  }

  void open(@Observes SchemaReady ready) {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(managedThreads());
    polling =
        executor.scheduleWithFixedDelay(
            this::poll, 0, POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    thread = executor;
  }

  @SuppressWarnings("BanJNDI") // a constant, and @Resource is resolved before the name is bound
  private static ThreadFactory managedThreads() {
    try {
      return (ThreadFactory) new InitialContext().lookup("java:comp/DefaultManagedThreadFactory");
    } catch (NamingException e) {
      throw new IllegalStateException("The server has no managed thread factory", e);
    }
  }

  void close(@Observes ServerStopping stopping) {
    ScheduledExecutorService running = thread;
    Future<?> scheduled = polling;
    if (running != null && scheduled != null) {
      scheduled.cancel(true);
      running.shutdownNow();
    }
    connections.forEach(SseConnection::close);
  }

  int connected() {
    return connections.size();
  }

  void add(SseConnection connection) {
    connections.add(connection);
  }

  private void poll() {
    try {
      Instant now = clock.instant();
      connections.removeIf(connection -> connection.isOver(now));
      sendChanges();
      if (lastKeepAlive.plus(KEEP_ALIVE_INTERVAL).isBefore(now)) {
        lastKeepAlive = now;
        connections.forEach(connection -> connection.sendKeepAlive(":\n\n"));
      }
      if (lastCleanup.plus(CLEANUP_INTERVAL).isBefore(now)) {
        lastCleanup = now;
        changes.forget(now.minus(Changes.KEPT));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Changes could not be read; will be retried", e);
    }
  }

  /** Connections at the same position share one query; usually all are. */
  private void sendChanges() {
    Map<FeedPosition, List<SseConnection>> byPosition =
        connections.stream()
            .filter(SseConnection::hasRoom)
            .collect(Collectors.groupingBy(SseConnection::position));
    byPosition.forEach(
        (position, connectionsThere) -> {
          Map<UUID, Optional<String>> runData = new HashMap<>();
          for (Change change : changes.after(position, BATCH)) {
            String event = event(change, runData);
            connectionsThere.forEach(connection -> connection.send(event, change.position()));
          }
        });
  }

  private String event(Change change, Map<UUID, Optional<String>> runData) {
    String data =
        change.kind() == Change.Kind.SYNC
            ? AnswerWriter.text(ChangeEvent.of(change))
            : runData
                .computeIfAbsent(change.subject(), this::run)
                .orElse("{\"id\":\"" + change.subject() + "\"}");
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(
            change.position(),
            switch (change.kind()) {
              case SYNC -> "sync";
              case DEPLOYMENT -> "deployment";
              case RETRIEVAL -> "retrieval";
            },
            data);
  }

  private Optional<String> run(UUID id) {
    return runs.find(new RunId(id)).map(RunAnswer::of).map(AnswerWriter::text);
  }
}
