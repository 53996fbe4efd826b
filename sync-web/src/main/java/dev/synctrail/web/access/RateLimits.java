package dev.synctrail.web.access;

import dev.synctrail.access.Caller;
import dev.synctrail.startup.ServerStarting;
import dev.synctrail.web.rest.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps one caller of the API from taking the server from the others, and strangers from guessing.
 *
 * <p>Each server counts for itself, in memory: a limit over all of them would cost every request a
 * write. The answers tell what is left (draft-ietf-httpapi-ratelimit-headers).
 *
 * <p>The default of 600 requests in 10 seconds leaves room for a program that polls several runs
 * and stops one that loops. Configured by {@code sync.rate.requests} and {@code sync.rate.window}.
 */
@ApplicationScoped
public class RateLimits {
  static final String CODE = "TOO_MANY_REQUESTS";

  private static final int REMEMBERED = 10_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final long requests;
  private final Duration window;
  private final long refusals;
  private final String policy;
  private final ConcurrentMap<String, Bucket> callers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Bucket> strangers = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected RateLimits() {
    this.requests = 0;
    this.window = Duration.ZERO;
    this.refusals = 0;
    this.policy = "";
  }

  @Inject
  RateLimits(
      @ConfigProperty(name = "sync.rate.requests", defaultValue = "600") long requests,
      @ConfigProperty(name = "sync.rate.window", defaultValue = "PT10S") Duration window,
      @ConfigProperty(name = "sync.rate.refusals-per-minute", defaultValue = "600") long refusals) {
    if (requests < 1 || refusals < 1 || window.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "sync.rate.requests, .window (in whole seconds) and .refusals-per-minute must"
              + " be at least 1");
    }
    this.requests = requests;
    this.window = window;
    this.refusals = refusals;
    this.policy = "\"caller\";q=" + requests + ";w=" + window.toSeconds();
  }

  void begin(@Observes ServerStarting starting) {
    // made now, so that what is configured wrongly does not deploy
  }

  /**
   * Counts a request of a caller, and tells what is left.
   *
   * @throws Problem 429
   */
  void spend(Caller caller, HttpServletResponse response) {
    ConsumptionProbe left =
        of(callers, caller.by() + " " + caller.name(), requests, window)
            .tryConsumeAndReturnRemaining(1);
    response.setHeader("RateLimit-Policy", policy);
    response.setHeader(
        "RateLimit",
        "\"caller\";r="
            + left.getRemainingTokens()
            + ";t="
            + seconds(left.getNanosToWaitForReset()));
    if (!left.isConsumed()) {
      throw tooMany(seconds(left.getNanosToWaitForRefill()));
    }
  }

  /**
   * Lets nobody be looked at from where too much was refused in the last minute.
   *
   * @throws Problem 429
   */
  void requireFewRefusals(String address) {
    Bucket bucket = strangers.get(address);
    if (bucket != null && bucket.getAvailableTokens() == 0) {
      throw tooMany(1 + MINUTE.toSeconds() / refusals);
    }
  }

  /** Counts that somebody there was refused. */
  void refused(String address) {
    of(strangers, address, refusals, MINUTE).tryConsume(1);
  }

  private static Problem tooMany(long seconds) {
    return Problem.of(429, CODE, "Retry later, or send requests more slowly")
        .withHeader("Retry-After", Long.toString(Math.max(1, seconds)));
  }

  private static long seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
  }

  private static Bucket of(
      ConcurrentMap<String, Bucket> buckets, String key, long capacity, Duration window) {
    Bucket known = buckets.get(key);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= REMEMBERED) {
      buckets.values().removeIf(bucket -> bucket.getAvailableTokens() == capacity);
    }
    if (buckets.size() >= REMEMBERED) {
      buckets.clear();
    }
    return buckets.computeIfAbsent(
        key,
        same ->
            Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, window))
                .build());
  }
}
