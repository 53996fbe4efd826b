package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.synctrail.web.rest.Problem;
import org.junit.jupiter.api.Test;

class InFlightLimitsTest {
  private final InFlightLimits inFlightLimits = new InFlightLimits(2, 100);

  @Test
  void limits_requests_per_caller() {
    InFlightLimits.Slot first = inFlightLimits.enter("ann");
    inFlightLimits.enter("ann");

    assertThatThrownBy(() -> inFlightLimits.enter("ann"))
        .asInstanceOf(type(Problem.class))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(429);
              assertThat(problem.headers()).containsKey("Retry-After");
            });
    inFlightLimits.enter("bob");
    first.close();
    assertThatCode(() -> inFlightLimits.enter("ann")).doesNotThrowAnyException();
  }

  @Test
  void limits_the_bytes_of_all_bodies() {
    InFlightLimits.Bytes first = inFlightLimits.bytes();
    first.reserve(60);
    InFlightLimits.Bytes second = inFlightLimits.bytes();

    assertThatThrownBy(() -> second.reserve(41))
        .asInstanceOf(type(Problem.class))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.headers()).containsKey("Retry-After");
            });
    second.close();
    second.reserve(40);
    first.close();
    second.close();
  }

  @Test
  void a_single_body_is_always_accepted() {
    InFlightLimits.Bytes large = inFlightLimits.bytes();
    large.reserve(1_000);
    large.reserve(1_000);

    assertThatThrownBy(() -> inFlightLimits.bytes().reserve(1)).isInstanceOf(Problem.class);
    large.close();
  }
}
