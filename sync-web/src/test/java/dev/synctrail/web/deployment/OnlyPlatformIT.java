package dev.synctrail.web.deployment;

import static org.hamcrest.Matchers.is;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.OwnServer;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server with one platform, which is not called "optimizely", and with rare polls. */
@Tag("long")
class OnlyPlatformIT {
  private static OwnServer server;

  @BeforeAll
  static void start() {
    server = new OwnServer("only-platform", Map.of("sync.lanes.poll", "PT10M"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ValidatableResponse finished(String path, String typeKey) {
    return server
        .platform()
        .api()
        .header("Prefer", "wait=60")
        .body("{\"typeKeys\":[\"%s\"]}".formatted(typeKey))
        .post(path)
        .then()
        .statusCode(200)
        .body("platform", is("own-prod"), "counts.success", is(1));
  }

  @Test
  void the_only_platform_is_the_default_where_it_may_be_omitted() {
    server.platform().store("Only");

    finished("deployments", "Only");
    finished("retrievals", "Only");

    String last = "sync/type/Only/last-successful";
    String named = server.platform().api().get(last + "?platform=own-prod").asString();
    server.platform().api().get(last).then().statusCode(200).body(is(named));
    server
        .platform()
        .api()
        .get("sync/analytics")
        .then()
        .statusCode(200)
        .body("platform", is("own-prod"));
  }

  @Test
  void an_attempt_starts_when_it_is_due_and_not_at_the_next_poll() {
    server.platform().store("Due");
    server
        .platform()
        .platform()
        .script(Rule.once("POST", "/contenttypes", Fault.status(503).retryAfter("1")));

    finished("deployments", "Due");
  }
}
