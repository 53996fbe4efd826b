package dev.synctrail.web.access;

import dev.synctrail.startup.ServerStarting;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits what is being answered at this moment: requests per caller, since each holds a thread, and
 * bytes of bodies in all, since each is held in memory.
 *
 * <p>Of the bytes a part of the heap is given out. A body becomes about ten times as large while it
 * is read, checked, compared and stored.
 */
@ApplicationScoped
public class InFlightLimits {
  /** A body up to here is not worth counting. */
  static final int SMALL = 64 * 1024;

  private static final long PART_OF_HEAP = 24;
  private static final Duration SOON = Duration.ofSeconds(2);

  private final int perCaller;
  private final long budget;
  private final ConcurrentMap<String, Integer> requests = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected InFlightLimits() {
    this.perCaller = 0;
    this.budget = 0;
  }

  @Inject
  InFlightLimits(
      @ConfigProperty(name = "sync.http.requests-at-once", defaultValue = "64") int perCaller) {
    this(perCaller, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  InFlightLimits(int perCaller, long budget) {
    if (perCaller < 1) {
      throw new IllegalArgumentException("sync.http.requests-at-once must be at least 1");
    }
    this.perCaller = perCaller;
    this.budget = budget;
  }

  void begin(@Observes ServerStarting starting) {
    // made now, so that what is configured wrongly does not deploy
  }

  /**
   * Counts a request of a caller until {@link Place#close}.
   *
   * @throws Problem 429 when there are too many already
   */
  public Place enter(String caller) {
    return enter(caller, perCaller, () -> tooMany(perCaller));
  }

  /**
   * Counts one of something until {@link Place#close}.
   *
   * @param tooMany what is thrown when there are {@code most} already
   */
  public Place enter(String what, int most, Supplier<Problem> tooMany) {
    int now = requests.merge(what, 1, Integer::sum);
    if (now > most) {
      leave(what);
      throw tooMany.get();
    }
    return () -> leave(what);
  }

  static Problem tooMany(int most) {
    return Problem.of(
            429,
            "TOO_MANY_AT_ONCE",
            "At most " + most + " concurrent requests per caller are allowed")
        .withHeader("Retry-After", "1");
  }

  private void leave(String caller) {
    requests.computeIfPresent(caller, (same, now) -> now == 1 ? null : now - 1);
  }

  /** Begins to count the bytes of one body. */
  Bytes bytes() {
    return new Bytes();
  }

  /** A request that is being answered. */
  @FunctionalInterface
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** The bytes of one body, until it is closed. */
  final class Bytes implements AutoCloseable {
    private long taken;

    /**
     * Takes more bytes. One body is always taken, however large, when there is no other.
     *
     * @throws Problem 503 when the others leave no room for them
     */
    void take(long more) {
      long all = bytes.addAndGet(more);
      taken += more;
      if (all > budget && all > taken) {
        throw Problem.unavailable(
            "TOO_MUCH_AT_ONCE", "Too many large bodies are being read; retry later", SOON);
      }
    }

    @Override
    public void close() {
      bytes.addAndGet(-taken);
      taken = 0;
    }
  }
}
