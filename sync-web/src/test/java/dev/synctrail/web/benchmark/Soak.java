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
 * Everything at once for a long time, at a pace that leaves the server some rest, to see whether
 * memory grows. Run by {@code mvn -Psoak verify}; {@code -Dsoak.minutes} says for how long.
 */
class Soak {
  private static final int MINUTES = Integer.getInteger("soak.minutes", 60);
  private static final int ROWS = 100_000;

  /** How often memory is looked at, after a collection. */
  private static final int LOOKS = 12;

  private final AtomicLong requests = new AtomicLong();

  /** Held by every request for reading; fair, so that a look is let in. */
  private final ReadWriteLock underWay = new ReentrantReadWriteLock(true);

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
        List<Look> looks = watch(server);
        Throwable went = failure.get();
        assertThat(went).isNull();
        judge(looks);
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
    underWay.readLock().lock();
    try {
      work.once();
      requests.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failure.compareAndSet(null, e);
    } finally {
      underWay.readLock().unlock();
    }
  }

  /** Looks while nothing is asked for, because what is under way is held and is no growth. */
  private Look look(ServerProcess server) throws Exception {
    underWay.writeLock().lock();
    try {
      return new Look(heap(server.pid()), Scene.memory(server).now());
    } finally {
      underWay.writeLock().unlock();
    }
  }

  private List<Look> watch(ServerProcess server) throws Exception {
    List<Look> looks = new ArrayList<>();
    System.out.println("| after | requests | heap after collection | resident |");
    System.out.println("|---|---|---|---|");
    long pause = Duration.ofMinutes(MINUTES).dividedBy(LOOKS).toNanos();
    long began = System.nanoTime();
    for (int number = 1; number <= LOOKS && failure.get() == null; number++) {
      long before = requests.get();
      while (System.nanoTime() < began + number * pause && failure.get() == null) {
        LockSupport.parkNanos(100_000_000);
      }
      double rate = (requests.get() - before) / (pause / 1e9);
      Look look = look(server);
      looks.add(look);
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %.1f min | %s | %s | %s |",
              (System.nanoTime() - began) / 60e9,
              perSecond(rate),
              megabytes(look.heap()),
              megabytes(look.resident())));
    }
    return looks;
  }

  /** The last third against the third before it: caches are full by then. */
  private static void judge(List<Look> looks) {
    double middle = most(looks.subList(LOOKS / 3, 2 * LOOKS / 3));
    double last = most(looks.subList(2 * LOOKS / 3, LOOKS));
    assertThat(last).as("heap after collection, bytes").isLessThan(1.1 * middle);
  }

  private static double most(List<Look> looks) {
    return looks.stream().mapToDouble(Look::heap).max().orElseThrow();
  }

  /** Collects, and returns what is left, in bytes. */
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
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return told;
  }

  /** Bytes. */
  private record Look(double heap, double resident) {}
}
