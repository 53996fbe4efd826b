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

  private Future<Optional<String>> begun(String asker) throws InterruptedException {
    var begun = new CountDownLatch(1);
    Future<Optional<String>> work =
        threads.submit(
            () ->
                permits.within(
                    asker,
                    () -> {
                      begun.countDown();
                      return finished(asker);
                    }));
    begun.await();
    return work;
  }

  private String finished(String asker) {
    try {
      finish.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    synchronized (order) {
      order.add(asker);
    }
    return asker;
  }

  private Future<Optional<String>> asked(String asker) throws InterruptedException {
    var thread = new Thread[1];
    var running = new CountDownLatch(1);
    Future<Optional<String>> work =
        threads.submit(
            () -> {
              thread[0] = Thread.currentThread();
              running.countDown();
              return permits.within(asker, () -> finished(asker));
            });
    running.await();
    while (thread[0].getState() != Thread.State.TIMED_WAITING && !work.isDone()) {
      Thread.onSpinWait();
    }
    return work;
  }

  @Test
  void who_asks_once_waits_for_one_of_those_who_ask_often()
      throws InterruptedException, ExecutionException {
    List<Future<Optional<String>>> often = new ArrayList<>(List.of(begun("often")));
    for (int i = 0; i < 3; i++) {
      often.add(asked("often"));
    }

    Future<Optional<String>> once = asked("once");
    finish.countDown();

    assertThat(once.get()).contains("once");
    for (Future<Optional<String>> work : often) {
      assertThat(work.get()).contains("often");
    }
    assertThat(order.subList(0, 2)).containsExactlyInAnyOrder("often", "once");
  }

  @Test
  void so_many_of_one_asker_wait_and_no_more() throws Exception {
    List<Future<Optional<String>>> waiting = new ArrayList<>(List.of(begun("often")));
    for (int i = 0; i < 3; i++) {
      waiting.add(asked("often"));
    }

    assertThat(permits.within("often", () -> "too much")).isEmpty();
    finish.countDown();
    for (Future<Optional<String>> work : waiting) {
      assertThat(work.get()).contains("often");
    }
    assertThat(permits.within("often", () -> "again")).contains("again");
  }

  @Test
  void so_many_of_all_askers_wait_and_no_more() throws Exception {
    List<Future<Optional<String>>> waiting = new ArrayList<>(List.of(begun("asker")));
    for (int i = 1; i < 32; i++) {
      waiting.add(asked("asker" + i));
    }

    assertThat(permits.within("another", () -> "too much")).isEmpty();
    finish.countDown();
    for (Future<Optional<String>> work : waiting) {
      assertThat(work.get()).isPresent();
    }
    assertThat(permits.within("another", () -> "again")).contains("again");
  }

  @Test
  void work_that_fails_gives_back_its_permit() {
    for (int i = 0; i < 5; i++) {
      try {
        permits.within(
            "asker",
            () -> {
              throw new IllegalStateException("failed");
            });
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("failed");
      }
    }

    assertThat(permits.within("asker", () -> "well")).contains("well");
  }
}
