package dev.synctrail.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final RandomGenerator LONGEST = () -> -1L;
  private static final RandomGenerator SHORTEST = () -> 0L;
  private static final Failure TIMEOUT = Failure.of(FailureClass.TIMEOUT, "late");

  private static Failure asking(@Nullable Duration retryAfter) {
    return new Failure(FailureClass.RATE_LIMITED, "busy", 429, null, List.of(), retryAfter);
  }

  private static RetryPolicy policy(
      int maxAttempts, double multiplier, long initialMillis, long maxMillis) {
    return new RetryPolicy(
        maxAttempts, multiplier, Duration.ofMillis(initialMillis), Duration.ofMillis(maxMillis));
  }

  @Test
  void three_failures_are_final() {
    RetryPolicy policy = RetryPolicy.DEFAULT;

    assertThat(policy.next(TIMEOUT, 1, LONGEST)).contains(Duration.ofSeconds(1));
    assertThat(policy.next(TIMEOUT, 2, LONGEST)).contains(Duration.ofSeconds(2));
    assertThat(policy.next(TIMEOUT, 3, LONGEST)).isEmpty();
    assertThat(policy.next(TIMEOUT, 4, LONGEST)).isEmpty();
  }

  @Test
  void the_defaults_are_three_attempts_and_delays_from_one_second_doubled_up_to_thirty() {
    assertThat(RetryPolicy.DEFAULT)
        .isEqualTo(new RetryPolicy(3, 2.0, Duration.ofSeconds(1), Duration.ofSeconds(30)));
  }

  @Test
  void the_number_of_attempts_can_be_set_alone() {
    assertThat(policy(1, 2, 1_000, 30_000).next(TIMEOUT, 1, LONGEST)).isEmpty();
    assertThat(policy(5, 2, 1_000, 30_000).next(TIMEOUT, 4, LONGEST))
        .contains(Duration.ofSeconds(8));
    assertThat(policy(5, 2, 1_000, 30_000).next(TIMEOUT, 5, LONGEST)).isEmpty();
  }

  @ParameterizedTest(name = "× {0}: {1}, {2}, {3}")
  @CsvSource({"1, 1000, 1000, 1000", "2, 1000, 2000, 4000", "1.5, 1000, 1500, 2250"})
  void the_multiplier_can_be_set_alone(double multiplier, long first, long second, long third) {
    RetryPolicy policy = policy(3, multiplier, 1_000, 30_000);

    assertThat(policy.backoff(1, LONGEST)).isEqualTo(Duration.ofMillis(first));
    assertThat(policy.backoff(2, LONGEST)).isEqualTo(Duration.ofMillis(second));
    assertThat(policy.backoff(3, LONGEST)).isEqualTo(Duration.ofMillis(third));
  }

  @Test
  void the_first_delay_can_be_set_alone() {
    assertThat(policy(3, 2, 250, 30_000).backoff(1, LONGEST)).isEqualTo(Duration.ofMillis(250));
    assertThat(policy(3, 2, 250, 30_000).backoff(2, LONGEST)).isEqualTo(Duration.ofMillis(500));
    assertThat(policy(3, 2, 0, 30_000).backoff(2_000, LONGEST)).isEqualTo(Duration.ZERO);
  }

  @Test
  void the_longest_delay_can_be_set_alone() {
    assertThat(policy(9, 2, 1_000, 3_000).backoff(2, LONGEST)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy(9, 2, 1_000, 3_000).backoff(3, LONGEST)).isEqualTo(Duration.ofSeconds(3));
    assertThat(policy(9, 2, 1_000, 1_000).backoff(9, LONGEST)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void jitter_takes_at_most_half_of_a_delay() {
    assertThat(RetryPolicy.DEFAULT.backoff(2, SHORTEST)).isEqualTo(Duration.ofSeconds(1));
    assertThat(RetryPolicy.DEFAULT.backoff(3, () -> 1L << 62)).isEqualTo(Duration.ofMillis(2_500));
    assertThat(RetryPolicy.DEFAULT.backoff(9, SHORTEST)).isEqualTo(Duration.ofSeconds(15));
  }

  @Property
  void jitter_never_exceeds_the_maximum(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5_000) int failedTries,
      @ForAll @DoubleRange(min = 1, max = 100) double multiplier,
      @ForAll @LongRange(min = 0, max = 100_000) long initial,
      @ForAll @LongRange(min = 0, max = 100_000) long more) {
    RetryPolicy policy = policy(Integer.MAX_VALUE, multiplier, initial, initial + more);

    Duration delay = policy.next(TIMEOUT, failedTries, new Random(seed)).orElseThrow();

    assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(initial + more));
    double exponential = initial * Math.pow(multiplier, failedTries - 1.0);
    double bounded = initial == 0 ? 0 : Math.min(exponential, (double) (initial + more));
    assertThat((double) delay.toMillis()).isBetween(bounded / 2 - 1, bounded + 1);
  }

  @Test
  void waits_as_long_as_the_platform_requests() {
    assertThat(RetryPolicy.DEFAULT.next(asking(Duration.ofSeconds(7)), 1, LONGEST))
        .contains(Duration.ofSeconds(7));
    assertThat(RetryPolicy.DEFAULT.next(asking(Duration.ofMinutes(2)), 2, LONGEST))
        .contains(Duration.ofMinutes(2));
  }

  @Test
  void waits_for_its_own_delay_when_the_platform_requests_less() {
    assertThat(RetryPolicy.DEFAULT.next(asking(Duration.ZERO), 2, LONGEST))
        .contains(Duration.ofSeconds(2));
    assertThat(RetryPolicy.DEFAULT.next(asking(Duration.ofSeconds(-9)), 1, LONGEST))
        .contains(Duration.ofSeconds(1));
    assertThat(RetryPolicy.DEFAULT.next(asking(null), 1, LONGEST)).contains(Duration.ofSeconds(1));
  }

  @Test
  void waits_at_most_a_day_even_if_the_platform_requests_more() {
    assertThat(RetryPolicy.DEFAULT.next(asking(Duration.ofHours(24)), 1, LONGEST))
        .contains(Duration.ofHours(24));
    assertThat(RetryPolicy.DEFAULT.next(asking(Duration.ofDays(400)), 1, LONGEST))
        .contains(Duration.ofHours(24));
  }

  @Test
  void a_requested_delay_adds_no_attempt() {
    assertThat(RetryPolicy.DEFAULT.next(asking(Duration.ofSeconds(1)), 3, LONGEST)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void retries_only_failures_that_may_pass_by_themselves(FailureClass failureClass) {
    List<FailureClass> retryable =
        List.of(
            FailureClass.ACCEPTED,
            FailureClass.HALTED,
            FailureClass.RATE_LIMITED,
            FailureClass.UNAVAILABLE,
            FailureClass.CONNECT_FAILED,
            FailureClass.TIMEOUT,
            FailureClass.CONNECTION_RESET,
            FailureClass.MALFORMED_ANSWER,
            FailureClass.UNCONFIRMED,
            FailureClass.INTERMEDIARY_ANSWER,
            FailureClass.RECORDING_FAILED,
            FailureClass.INTERRUPTED,
            FailureClass.INTERNAL);

    assertThat(RetryPolicy.DEFAULT.next(Failure.of(failureClass, "no"), 1, LONGEST).isPresent())
        .isEqualTo(retryable.contains(failureClass));
  }

  @Test
  void rejects_less_than_one_attempt() {
    assertThatThrownBy(() -> policy(0, 2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max-attempts must be at least 1, not 0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.999, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejects_a_multiplier_below_one(double multiplier) {
    assertThatThrownBy(() -> policy(3, multiplier, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("multiplier must be at least 1, not " + multiplier);
  }

  @Test
  void rejects_invalid_delays() {
    assertThatThrownBy(() -> policy(3, 2, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("initial-delay must not be negative, as in PT-0.001S");
    assertThatThrownBy(() -> policy(3, 2, 2_000, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max-delay must be at least initial-delay PT2S, not PT1S");
  }

  @Test
  void checks_an_unknown_outcome_until_it_is_too_old() {
    Instant sent = Instant.parse("2026-03-01T12:00:00Z");
    SettlingPolicy policy =
        new SettlingPolicy(Duration.ofSeconds(60), policy(1, 2, 10_000, 20_000));

    assertThat(policy.next(sent, 1, sent, LONGEST)).contains(sent.plusSeconds(10));
    assertThat(policy.next(sent, 2, sent.plusSeconds(10), LONGEST)).contains(sent.plusSeconds(30));
    assertThat(policy.next(sent, 3, sent.plusSeconds(40), LONGEST)).contains(sent.plusSeconds(60));
    assertThat(policy.next(sent, 3, sent.plusSeconds(40).plusMillis(1), LONGEST)).isEmpty();
  }
}
