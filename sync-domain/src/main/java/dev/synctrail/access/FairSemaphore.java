package dev.synctrail.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits the number of concurrent expensive tasks and shares the capacity fairly between clients.
 * Only one task of each client is in the common queue, so many tasks of one client delay another
 * client by one task only.
 *
 * <p>The number of waiting tasks is limited per client and in total, because each blocks a server
 * thread.
 */
final class FairSemaphore {
  private static final int MAX_WAITING_PER_CLIENT = 4;
  private static final int MAX_WAITING = 32;

  private final Semaphore permits;
  private final Semaphore slots = new Semaphore(MAX_WAITING);
  private final Duration timeout;
  private final ConcurrentMap<String, ClientQueue> queues = new ConcurrentHashMap<>();

  FairSemaphore(int permits, Duration timeout) {
    this.permits = new Semaphore(permits, true);
    this.timeout = timeout;
  }

  private record ClientQueue(Semaphore turn, Semaphore slots, int members) {
    ClientQueue withMember() {
      return new ClientQueue(turn, slots, members + 1);
    }

    ClientQueue withoutMember() {
      return new ClientQueue(turn, slots, members - 1);
    }
  }

  /** Runs a task when a permit is available; returns empty if too many tasks are waiting. */
  <T> Optional<T> run(String client, Supplier<T> work) {
    ClientQueue queue =
        queues.compute(
            client,
            (same, known) ->
                known == null
                    ? new ClientQueue(
                        new Semaphore(1, true), new Semaphore(MAX_WAITING_PER_CLIENT), 1)
                    : known.withMember());
    try {
      return withPermit(
          queue.slots(),
          Duration.ZERO,
          () ->
              withPermit(
                  slots,
                  Duration.ZERO,
                  () ->
                      withPermit(
                          queue.turn(),
                          timeout,
                          () -> withPermit(permits, timeout, () -> Optional.of(work.get())))));
    } finally {
      queues.compute(
          client,
          (same, known) -> known == null || known.members() == 1 ? null : known.withoutMember());
    }
  }

  private static <T> Optional<T> withPermit(
      Semaphore semaphore, Duration maxWait, Supplier<Optional<T>> work) {
    try {
      if (!semaphore.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return work.get();
    } finally {
      semaphore.release();
    }
  }
}
