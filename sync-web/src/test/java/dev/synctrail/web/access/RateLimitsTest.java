package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import dev.synctrail.web.rest.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final Map<String, String> headers = new TreeMap<>();

  /** Only headers are set on this response. */
  private final HttpServletResponse response =
      (HttpServletResponse)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {HttpServletResponse.class},
              (proxy, method, arguments) ->
                  headers.put((String) arguments[0], (String) arguments[1]));

  private static Caller caller(String name, Caller.Proof by) {
    return new Caller(name, Set.of(Role.VIEWER), by, false);
  }

  @Test
  void sends_the_remaining_quota_and_then_retry_after() {
    RateLimits limits = new RateLimits(2, Duration.ofHours(1), 1);
    Caller ann = caller("ann", Caller.Proof.TOKEN);

    limits.spend(ann, response);
    assertThat(headers.get("RateLimit-Policy")).isEqualTo("\"caller\";q=2;w=3600");
    assertThat(headers.get("RateLimit")).startsWith("\"caller\";r=1;t=");
    limits.spend(ann, response);

    assertThatThrownBy(() -> limits.spend(ann, response))
        .asInstanceOf(type(Problem.class))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(429);
              assertThat(Integer.parseInt(problem.headers().get("Retry-After"))).isBetween(1, 1800);
            });
    assertThat(headers.get("RateLimit")).startsWith("\"caller\";r=0;t=");
  }

  @Test
  void counts_callers_separately() {
    RateLimits limits = new RateLimits(1, Duration.ofHours(1), 1);
    limits.spend(caller("ann", Caller.Proof.TOKEN), response);

    limits.spend(caller("bob", Caller.Proof.TOKEN), response);
    limits.spend(caller("ann", Caller.Proof.JWT), response);

    assertThatThrownBy(() -> limits.spend(caller("ann", Caller.Proof.TOKEN), response))
        .isInstanceOf(Problem.class);
  }

  @Test
  void rejects_addresses_with_too_many_rejected_requests() {
    RateLimits limits = new RateLimits(1, Duration.ofSeconds(1), 2);
    limits.countRejection("10.0.0.7");
    limits.requireFewRejections("10.0.0.7");
    limits.countRejection("10.0.0.7");

    assertThatThrownBy(() -> limits.requireFewRejections("10.0.0.7")).isInstanceOf(Problem.class);
    limits.requireFewRejections("10.0.0.8");
  }

  @Test
  void evicts_callers_beyond_the_limit() {
    RateLimits limits = new RateLimits(1, Duration.ofHours(1), 1);
    for (int i = 0; i <= 10_000; i++) {
      limits.spend(caller("caller" + i, Caller.Proof.TOKEN), response);
    }

    limits.spend(caller("caller0", Caller.Proof.TOKEN), response);
  }

  @Test
  void rejects_limits_below_one() {
    assertThatThrownBy(() -> new RateLimits(0, Duration.ofSeconds(1), 1))
        .hasMessageContaining("sync.rate.requests");
  }
}
