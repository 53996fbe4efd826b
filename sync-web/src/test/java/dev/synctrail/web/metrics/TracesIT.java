package dev.synctrail.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TracesIT extends OnSharedServer {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private static Watched platform;

  @BeforeAll
  static void start() {
    platform = new Watched("traces").start();
    platform.store("Traced");
    platform.store("Untraced");
  }

  private static JsonPath attempts(String sync) {
    return platform.api().get("sync/" + sync + "/attempts").jsonPath();
  }

  @Test
  void an_attempt_joins_the_trace_of_its_request_without_a_collector() {
    String sync = platform.pushed("Traced", platform.api().header("traceparent", CALLER));

    platform.api().get("sync/" + sync).then().body("traceId", equalTo(TRACE));
    assertThat(attempts(sync).getString("[0].traceId")).isEqualTo(TRACE);
    assertThat(attempts(sync).getString("[0].traceparent"))
        .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
        .isNotEqualTo(CALLER);
  }

  @Test
  void an_attempt_has_a_trace_without_a_traceparent_in_the_request() {
    String sync = platform.pushed("Untraced", platform.api().header("traceparent", "garbage"));

    String made = attempts(sync).getString("[0].traceId");
    assertThat(made).matches("[0-9a-f]{32}");
    platform.api().get("sync/" + sync).then().body("traceId", equalTo(made));
    assertThat(attempts(sync).getString("[0].traceparent"))
        .matches("00-" + made + "-[0-9a-f]{16}-0[01]");
  }

  @Test
  void no_traceparent_is_sent_to_the_platform() {
    String sync = platform.pushed("Traced", platform.api().header("traceparent", CALLER));

    assertThat(attempts(sync).getList("[0].exchanges.requestHeaders.flatten().name", String.class))
        .isNotEmpty()
        .noneMatch(name -> name.equalsIgnoreCase("traceparent"));
  }
}
