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
 * Limits the request rate of each API caller and the rate of failed authentications per address.
 *
 * <p>Each server counts in memory, because a limit across servers would cost every request a
 * database write. The answers contain the remaining quota (draft-ietf-httpapi-ratelimit-headers).
 *
 * <p>The default of 600 requests in 10 seconds is enough for a program that polls several runs and
 * stops one that loops. It is configured by {@code sync.rate.requests} and {@code
 * sync.rate.window}.
 */
@ApplicationScoped
public class RateLimits {
  static final String CODE = "TOO_MANY_REQUESTS";

  private static final int MAX_TRACKED = 10_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final long requests;
  private final Duration window;
  private final long rejections;
  private final String policy;
  private final ConcurrentMap<String, Bucket> callers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Bucket> addresses = new ConcurrentHashMap<>();

  @Inject
  RateLimits(
      @ConfigProperty(name = "sync.rate.requests", defaultValue = "600") long requests,
      @ConfigProperty(name = "sync.rate.window", defaultValue = "PT10S") Duration window,
      @ConfigProperty(name = "sync.rate.refusals-per-minute", defaultValue = "600")
          long rejections) {
    if (requests < 1 || rejections < 1 || window.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "sync.rate.requests, .window (in whole seconds) and .refusals-per-minute must"
              + " be at least 1");
    }
    this.requests = requests;
    this.window = window;
    this.rejections = rejections;
    this.policy = "\"caller\";q=" + requests + ";w=" + window.toSeconds();
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  /**
   * Counts a request of a caller and sets the quota headers of the answer.
   *
   * @throws Problem 429
   */
  void spend(Caller caller, HttpServletResponse response) {
    ConsumptionProbe remaining =
        of(callers, caller.by() + " " + caller.name(), requests, window)
            .tryConsumeAndReturnRemaining(1);
    response.setHeader("RateLimit-Policy", policy);
    response.setHeader(
        "RateLimit",
        "\"caller\";r="
            + remaining.getRemainingTokens()
            + ";t="
            + seconds(remaining.getNanosToWaitForReset()));
    if (!remaining.isConsumed()) {
      throw tooMany(seconds(remaining.getNanosToWaitForRefill()));
    }
  }

  /**
   * Rejects further requests from an address with too many rejected requests in the last minute.
   *
   * @throws Problem 429
   */
  void requireFewRejections(String address) {
    Bucket bucket = addresses.get(address);
    if (bucket != null && bucket.getAvailableTokens() == 0) {
      throw tooMany(1 + MINUTE.toSeconds() / rejections);
    }
  }

  /** Counts a rejected request from an address. */
  void countRejection(String address) {
    of(addresses, address, rejections, MINUTE).tryConsume(1);
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
    if (buckets.size() >= MAX_TRACKED) {
      buckets.values().removeIf(bucket -> bucket.getAvailableTokens() == capacity);
    }
    if (buckets.size() >= MAX_TRACKED) {
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
