package dev.synctrail.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.synctrail.metrics.JobRan;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.Test;

class ConcurrentMetricsTest {
  private static final int THREADS = 8;
  private static final int SERIES = 50;
  private static final Metadata METADATA = MetricNames.of("synctrail_test", "A test");

  private final AtomicInteger inside = new AtomicInteger();
  private final Set<List<Object>> registered = new HashSet<>();

  /**
   * Throws like the server's registry if two threads use it at once or a metric is registered
   * twice.
   */
  private final MetricRegistry registry =
      (MetricRegistry)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {MetricRegistry.class},
              (proxy, method, arguments) -> {
                if (inside.incrementAndGet() > 1) {
                  throw new ConcurrentModificationException();
                }
                LockSupport.parkNanos(1_000); // long enough for another thread to enter
                assertThat(registered.add(List.of((Object[]) arguments[1]))).isTrue();
                inside.decrementAndGet();
                return new Counted();
              });

  @Test
  void concurrent_registration_loses_no_count() throws Exception {
    ConcurrentMetrics concurrentMetrics = new ConcurrentMetrics(registry);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int first = thread / 2; // two threads register the same series, the others different ones
      running.add(
          threads.submit(
              () -> {
                for (int i = 0; i < SERIES; i++) {
                  String series = String.valueOf((first + i) % SERIES);
                  together.await();
                  concurrentMetrics.counter(METADATA, new Tag("n", series)).inc();
                }
                return null;
              }));
    }
    for (Future<?> thread : running) {
      thread.get();
    }
    threads.shutdown();

    for (int i = 0; i < SERIES; i++) {
      assertThat(concurrentMetrics.counter(METADATA, new Tag("n", String.valueOf(i))).getCount())
          .isEqualTo(THREADS);
    }
  }

  @Test
  void a_failing_registry_does_not_affect_the_measured_work() {
    ConcurrentMetrics broken =
        new ConcurrentMetrics(
            (MetricRegistry)
                Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {MetricRegistry.class},
                    (proxy, method, arguments) -> {
                      throw new ConcurrentModificationException();
                    }));

    assertThatCode(
            () ->
                new Meters(broken, new PlatformLabels())
                    .ran(new JobRan("roll-up", true, Duration.ofSeconds(1))))
        .doesNotThrowAnyException();
  }

  private static final class Counted implements Counter {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void inc() {
      count.incrementAndGet();
    }

    @Override
    public void inc(long by) {
      count.addAndGet((int) by);
    }

    @Override
    public long getCount() {
      return count.get();
    }
  }
}
