package dev.synctrail.web.changefeed;

import dev.synctrail.changefeed.Change;
import dev.synctrail.changefeed.Changes;
import dev.synctrail.changefeed.FeedPosition;
import dev.synctrail.history.RunHistory;
import dev.synctrail.startup.SchemaReady;
import dev.synctrail.startup.ServerStopping;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.AnswerWriter;
import dev.synctrail.web.tracking.RunAnswer;
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

/** Reads the news for everybody who is connected to this server, while anybody is. */
@ApplicationScoped
public class ChangeFeed {
  private static final Logger LOG = System.getLogger(ChangeFeed.class.getName());
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
  private static final Duration FORGETTING = Duration.ofMinutes(1);
  private static final int BATCH = 500;

  private final Changes changes;
  private final RunHistory runs;
  private final Clock clock;
  private final Set<SseConnection> readers = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledExecutorService thread;
  private @Nullable Future<?> turns;
  private Instant lastSign = Instant.EPOCH;
  private Instant lastForgetting = Instant.EPOCH;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected ChangeFeed() {
    this.changes = null;
    this.runs = null;
    this.clock = null;
  }

  @Inject
  ChangeFeed(Changes changes, RunHistory runs, Clock clock) {
    this.changes = changes;
    this.runs = runs;
    this.clock = clock;
  }

  void open(@Observes SchemaReady ready) {
    ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(managedThreads());
    turns = started.scheduleWithFixedDelay(this::turn, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    thread = started;
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
    Future<?> repeated = turns;
    if (running != null && repeated != null) {
      repeated.cancel(true);
      running.shutdownNow();
    }
    readers.forEach(SseConnection::close);
  }

  int connected() {
    return readers.size();
  }

  void add(SseConnection sseConnection) {
    readers.add(sseConnection);
  }

  private void turn() {
    try {
      Instant now = clock.instant();
      readers.removeIf(sseConnection -> sseConnection.isOver(now));
      tell();
      if (lastSign.plus(SIGN_OF_LIFE).isBefore(now)) {
        lastSign = now;
        readers.forEach(sseConnection -> sseConnection.takeSign(":\n\n"));
      }
      if (lastForgetting.plus(FORGETTING).isBefore(now)) {
        lastForgetting = now;
        changes.forget(now.minus(Changes.KEPT));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The news could not be read; they are tried again", e);
    }
  }

  /** Usually everybody stands at the same place. */
  private void tell() {
    Map<FeedPosition, List<SseConnection>> byPlace =
        readers.stream()
            .filter(SseConnection::hasRoom)
            .collect(Collectors.groupingBy(SseConnection::place));
    byPlace.forEach(
        (place, together) -> {
          Map<UUID, Optional<String>> shown = new HashMap<>();
          for (Change change : changes.after(place, BATCH)) {
            String event = event(change, shown);
            together.forEach(sseConnection -> sseConnection.take(event, change.place()));
          }
        });
  }

  private String event(Change change, Map<UUID, Optional<String>> shown) {
    String data =
        change.kind() == Change.Kind.SYNC
            ? AnswerWriter.text(ChangeEvent.of(change))
            : shown
                .computeIfAbsent(change.subject(), this::run)
                .orElse("{\"id\":\"" + change.subject() + "\"}");
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(
            change.place(),
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
