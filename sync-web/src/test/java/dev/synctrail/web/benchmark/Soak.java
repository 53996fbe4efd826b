package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.megabytes;
import static dev.synctrail.web.benchmark.Table.perSecond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Runs all kinds of work concurrently for a long time, at a pace that does not saturate the server,
 * to check that memory does not grow. Run by {@code mvn -Psoak verify}; {@code -Dsoak.minutes} sets
 * the duration.
 */
class Soak {
  private static final int MINUTES = Integer.getInteger("soak.minutes", 60);
  private static final int ROWS = 100_000;

  /** How often memory is measured, after a garbage collection. */
  private static final int MEASUREMENTS = 12;

  private final AtomicLong requests = new AtomicLong();

  /** Each request holds the read lock. The lock is fair, so that a measurement is not starved. */
  private final ReadWriteLock running = new ReentrantReadWriteLock(true);

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  @Test
  void memory_does_not_grow() throws Exception {
    try (Scene scene = new Scene();
        ServerProcess server = scene.server(4)) {
      server.start();
      DataSource dataSource = scene.database.dataSource();
      Rows.load(dataSource, ROWS);
      Rows.awaitCounted(dataSource);
      Client api = scene.api(server);
      scene.register(api);
      ExecutorService clients = Executors.newCachedThreadPool();
      try {
        load(clients, api, dataSource);
        List<Measurement> measurements = watch(server);
        Throwable thrown = failure.get();
        assertThat(thrown).isNull();
        assertNoGrowth(measurements);
      } finally {
        clients.shutdown();
        assertThat(clients.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
      }
      server.stop();
    }
  }

  private void load(ExecutorService clients, Client api, DataSource dataSource) {
    WritingFigures writing = new WritingFigures(new Table(List.of("# Soak")), api, dataSource);
    String week =
        Instant.now().minus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    every(clients, 40, () -> api.drain("sync/history?limit=50"));
    every(clients, 60, () -> api.drain("sync/history?status=FAILED&startDate=" + week));
    every(clients, 90, () -> api.drain("sync/history?typeKey=Type7&count=true"));
    every(clients, 100, writing::record);
    every(clients, 500, () -> api.drain("sync/analytics"));
    every(clients, 1_000, () -> api.drain("sync/metrics?granularity=1d&groupBy=platform"));
    every(clients, 5_000, () -> writing.deploy("soak " + requests.get(), 20));
    every(clients, 20_000, () -> api.drain("sync/export?format=ndjson&include=data"));
    every(clients, 30_000, () -> api.drain("sync/export?format=xlsx&typeKey=Type7"));
  }

  private void every(ExecutorService clients, long milliseconds, Sample.Work work) {
    clients.execute(
        () -> {
          while (failure.get() == null && !clients.isShutdown()) {
            once(work);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
          }
        });
  }

  private void once(Sample.Work work) {
    running.readLock().lock();
    try {
      work.once();
      requests.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    } finally {
      running.readLock().unlock();
    }
  }

  /** Measures memory while no request runs, because the memory of running requests is no leak. */
  private Measurement measure(ServerProcess server) throws Exception {
    running.writeLock().lock();
    try {
      return new Measurement(heap(server.pid()), Scene.memory(server).now());
    } finally {
      running.writeLock().unlock();
    }
  }

  private List<Measurement> watch(ServerProcess server) throws Exception {
    List<Measurement> measurements = new ArrayList<>();
    System.out.println("| after | requests | heap after collection | resident |");
    System.out.println("|---|---|---|---|");
    long pause = Duration.ofMinutes(MINUTES).dividedBy(MEASUREMENTS).toNanos();
    long start = System.nanoTime();
    for (int number = 1; number <= MEASUREMENTS && failure.get() == null; number++) {
      long before = requests.get();
      while (System.nanoTime() < start + number * pause && failure.get() == null) {
        LockSupport.parkNanos(100_000_000);
      }
      double rate = (requests.get() - before) / (pause / 1e9);
      Measurement measure = measure(server);
      measurements.add(measure);
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %.1f min | %s | %s | %s |",
              (System.nanoTime() - start) / 60e9,
              perSecond(rate),
              megabytes(measure.heap()),
              megabytes(measure.resident())));
    }
    return measurements;
  }

  /** Compares the last third with the third before it; by then, caches are full. */
  private static void assertNoGrowth(List<Measurement> measurements) {
    double middle = highest(measurements.subList(MEASUREMENTS / 3, 2 * MEASUREMENTS / 3));
    double last = highest(measurements.subList(2 * MEASUREMENTS / 3, MEASUREMENTS));
    assertThat(last).as("heap after collection, bytes").isLessThan(1.1 * middle);
  }

  private static double highest(List<Measurement> measurements) {
    return measurements.stream().mapToDouble(Measurement::heap).max().orElseThrow();
  }

  /** Runs a garbage collection and returns the used heap, in bytes. */
  private static double heap(long pid) throws Exception {
    jcmd(pid, "GC.run");
    double used =
        jcmd(pid, "GC.heap_info")
            .lines()
            .filter(line -> line.contains("generation"))
            .map(line -> line.replaceFirst(".*used (\\d+)K.*", "$1"))
            .mapToDouble(Double::parseDouble)
            .sum();
    return used * 1024;
  }

  private static String jcmd(long pid, String command) throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd", String.valueOf(pid), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** In bytes. */
  private record Measurement(double heap, double resident) {}
}
