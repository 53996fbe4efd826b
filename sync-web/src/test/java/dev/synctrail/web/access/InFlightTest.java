package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.synctrail.web.rest.Problem;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight(2, 100);

  @Test
  void so_many_requests_of_one_caller_and_no_more() {
    InFlight.Place first = inFlight.enter("ann");
    inFlight.enter("ann");

    assertThatThrownBy(() -> inFlight.enter("ann"))
        .asInstanceOf(type(Problem.class))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(429);
              assertThat(problem.headers()).containsKey("Retry-After");
            });
    inFlight.enter("bob");
    first.close();
    assertThatCode(() -> inFlight.enter("ann")).doesNotThrowAnyException();
  }

  @Test
  void so_many_bytes_of_all_bodies_and_no_more() {
    InFlight.Bytes first = inFlight.bytes();
    first.take(60);
    InFlight.Bytes second = inFlight.bytes();

    assertThatThrownBy(() -> second.take(41))
        .asInstanceOf(type(Problem.class))
        .satisfies(
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.headers()).containsKey("Retry-After");
            });
    second.close();
    second.take(40);
    first.close();
    second.close();
  }

  @Test
  void one_body_alone_is_always_taken() {
    InFlight.Bytes large = inFlight.bytes();
    large.take(1_000);
    large.take(1_000);

    assertThatThrownBy(() -> inFlight.bytes().take(1)).isInstanceOf(Problem.class);
    large.close();
  }
}
