package dev.synctrail.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits how much expensive work is done at once, and shares it between those who ask for it: of
 * one asker only one piece of work is in the common queue, so many requests of one asker delay
 * another asker by one piece of work and not by all.
 *
 * <p>What waits is bounded too, per asker and in all, since each waits in a thread of the server.
 */
final class FairSemaphore {
  private static final int WAITING_PER_ASKER = 4;
  private static final int WAITING_IN_ALL = 32;

  private final Semaphore permits;
  private final Semaphore places = new Semaphore(WAITING_IN_ALL);
  private final Duration patience;
  private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

  FairSemaphore(int permits, Duration patience) {
    this.permits = new Semaphore(permits, true);
    this.patience = patience;
  }

  private record Line(Semaphore turn, Semaphore places, int members) {
    Line joined() {
      return new Line(turn, places, members + 1);
    }

    Line left() {
      return new Line(turn, places, members - 1);
    }
  }

  /** Does the work when its turn comes; returns empty when too much waits already. */
  <T> Optional<T> within(String asker, Supplier<T> work) {
    Line line =
        lines.compute(
            asker,
            (same, known) ->
                known == null
                    ? new Line(new Semaphore(1, true), new Semaphore(WAITING_PER_ASKER), 1)
                    : known.joined());
    try {
      return holding(
          line.places(),
          Duration.ZERO,
          () ->
              holding(
                  places,
                  Duration.ZERO,
                  () ->
                      holding(
                          line.turn(),
                          patience,
                          () -> holding(permits, patience, () -> Optional.of(work.get())))));
    } finally {
      lines.compute(
          asker, (same, known) -> known == null || known.members() == 1 ? null : known.left());
    }
  }

  private static <T> Optional<T> holding(
      Semaphore semaphore, Duration atMost, Supplier<Optional<T>> work) {
    try {
      if (!semaphore.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
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
