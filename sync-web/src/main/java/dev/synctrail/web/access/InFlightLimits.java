package dev.synctrail.web.access;

import dev.synctrail.startup.ServerStarting;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the work in progress: requests per caller, because each holds a thread, and the total size
 * of request bodies, because each is held in memory.
 *
 * <p>The budget for bodies is a fraction of the heap. A body needs about ten times its size while
 * it is read, validated, compared and stored.
 */
@ApplicationScoped
public class InFlightLimits {
  /** Bodies up to this size are not counted. */
  static final int SMALL = 64 * 1024;

  private static final long HEAP_FRACTION = 24;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final int perCaller;
  private final long budget;
  private final ConcurrentMap<String, Integer> requests = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  @Inject
  InFlightLimits(
      @ConfigProperty(name = "sync.http.requests-at-once", defaultValue = "64") int perCaller) {
    this(perCaller, Runtime.getRuntime().maxMemory() / HEAP_FRACTION);
  }

  InFlightLimits(int perCaller, long budget) {
    if (perCaller < 1) {
      throw new IllegalArgumentException("sync.http.requests-at-once must be at least 1");
    }
    this.perCaller = perCaller;
    this.budget = budget;
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  /**
   * Counts a request of a caller until {@link Slot#close}.
   *
   * @throws Problem 429 if the caller has too many requests in progress
   */
  public Slot enter(String caller) {
    return enter(caller, perCaller, () -> tooMany(perCaller));
  }

  /**
   * Counts one use of a resource until {@link Slot#close}.
   *
   * @param tooMany creates the exception if there are {@code maximum} uses already
   */
  public Slot enter(String what, int maximum, Supplier<Problem> tooMany) {
    return tryEnter(what, maximum).orElseThrow(tooMany);
  }

  /**
   * Counts one use of a resource until {@link Slot#close}. Empty if there are {@code maximum} uses
   * already.
   */
  Optional<Slot> tryEnter(String what, int maximum) {
    int now = requests.merge(what, 1, Integer::sum);
    if (now > maximum) {
      leave(what);
      return Optional.empty();
    }
    return Optional.of(() -> leave(what));
  }

  static Problem tooMany(int maximum) {
    return Problem.of(
            429, "TOO_MANY_AT_ONCE", "The limit of concurrent requests per caller is " + maximum)
        .withHeader("Retry-After", "1");
  }

  private void leave(String caller) {
    requests.computeIfPresent(caller, (same, now) -> now == 1 ? null : now - 1);
  }

  /** Starts counting the bytes of a body. */
  Bytes bytes() {
    return new Bytes();
  }

  /** A counted use; closing it ends the count. */
  @FunctionalInterface
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /** The counted bytes of a body, until it is closed. */
  final class Bytes implements AutoCloseable {
    private long reserved;

    /**
     * Reserves bytes. A body of any size is accepted if there is no other.
     *
     * @throws Problem 503 if other bodies leave no room for them
     */
    void reserve(long count) {
      long all = bytes.addAndGet(count);
      reserved += count;
      if (all > budget && all > reserved) {
        throw Problem.unavailable(
            "TOO_MUCH_AT_ONCE", "Too many large bodies are being read; retry later", RETRY_AFTER);
      }
    }

    /** Releases bytes that are no longer in memory. */
    void release(long count) {
      bytes.addAndGet(-count);
      reserved -= count;
    }

    @Override
    public void close() {
      release(reserved);
    }
  }
}
