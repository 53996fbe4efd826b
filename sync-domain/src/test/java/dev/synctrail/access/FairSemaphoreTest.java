package dev.synctrail.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairSemaphoreTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final FairSemaphore permits = new FairSemaphore(1, Duration.ofMinutes(1));
  private final CountDownLatch finish = new CountDownLatch(1);
  private final List<String> order = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Future<Optional<String>> running(String client) throws InterruptedException {
    var running = new CountDownLatch(1);
    Future<Optional<String>> work =
        threads.submit(
            () ->
                permits.run(
                    client,
                    () -> {
                      running.countDown();
                      return finished(client);
                    }));
    running.await();
    return work;
  }

  private String finished(String client) {
    try {
      finish.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    synchronized (order) {
      order.add(client);
    }
    return client;
  }

  private Future<Optional<String>> waiting(String client) throws InterruptedException {
    var thread = new Thread[1];
    var running = new CountDownLatch(1);
    Future<Optional<String>> work =
        threads.submit(
            () -> {
              thread[0] = Thread.currentThread();
              running.countDown();
              return permits.run(client, () -> finished(client));
            });
    running.await();
    while (thread[0].getState() != Thread.State.TIMED_WAITING && !work.isDone()) {
      Thread.onSpinWait();
    }
    return work;
  }

  @Test
  void a_single_task_waits_for_one_task_of_a_busy_client_only()
      throws InterruptedException, ExecutionException {
    List<Future<Optional<String>>> often = new ArrayList<>(List.of(running("often")));
    for (int i = 0; i < 3; i++) {
      often.add(waiting("often"));
    }

    Future<Optional<String>> once = waiting("once");
    finish.countDown();

    assertThat(once.get()).contains("once");
    for (Future<Optional<String>> work : often) {
      assertThat(work.get()).contains("often");
    }
    assertThat(order.subList(0, 2)).containsExactlyInAnyOrder("often", "once");
  }

  @Test
  void limits_the_waiting_tasks_per_client() throws Exception {
    List<Future<Optional<String>>> waiting = new ArrayList<>(List.of(running("often")));
    for (int i = 0; i < 3; i++) {
      waiting.add(waiting("often"));
    }

    assertThat(permits.run("often", () -> "too much")).isEmpty();
    finish.countDown();
    for (Future<Optional<String>> work : waiting) {
      assertThat(work.get()).contains("often");
    }
    assertThat(permits.run("often", () -> "again")).contains("again");
  }

  @Test
  void limits_the_waiting_tasks_in_total() throws Exception {
    List<Future<Optional<String>>> waiting = new ArrayList<>(List.of(running("asker")));
    for (int i = 1; i < 32; i++) {
      waiting.add(waiting("asker" + i));
    }

    assertThat(permits.run("another", () -> "too much")).isEmpty();
    finish.countDown();
    for (Future<Optional<String>> work : waiting) {
      assertThat(work.get()).isPresent();
    }
    assertThat(permits.run("another", () -> "again")).contains("again");
  }

  @Test
  void a_failed_task_releases_its_permit() {
    for (int i = 0; i < 5; i++) {
      try {
        permits.run(
            "asker",
            () -> {
              throw new IllegalStateException("failed");
            });
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("failed");
      }
    }

    assertThat(permits.run("asker", () -> "well")).contains("well");
  }
}
