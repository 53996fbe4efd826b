package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Both servers remember a token for a moment, and neither may accept it once it is revoked. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokensOnTwoServersIT {
  private static final String ADMIN = "st_a-token-for-two-servers-that-lets-in-to-everything";
  private static final int ROUNDS = 10;

  private final List<ServerProcess> servers = servers();

  private static List<ServerProcess> servers() {
    Map<String, String> configuration = new HashMap<>(Postgres.newDatabase().configuration());
    configuration.put("sync.bootstrap.token", ADMIN);
    return List.of(
        new ServerProcess("tokens-1", configuration), new ServerProcess("tokens-2", configuration));
  }

  @BeforeAll
  void start() {
    servers.forEach(ServerProcess::start);
  }

  @AfterAll
  void stop() {
    servers.forEach(ServerProcess::close);
  }

  private static RequestSpecification api(ServerProcess server, String token) {
    return RestAssured.given()
        .baseUri(server.uri().resolve("/api/v1").toString())
        .header("Authorization", "Bearer " + token)
        .contentType(ContentType.JSON);
  }

  private List<Integer> statuses(String token) {
    return servers.stream().map(server -> api(server, token).get("/me").statusCode()).toList();
  }

  @Test
  void no_server_accepts_a_token_whose_revocation_was_answered() {
    for (int round = 0; round < ROUNDS; round++) {
      Response made =
          api(servers.get(0), ADMIN).body("{\"name\":\"ci%d\"}".formatted(round)).post("/tokens");
      String token = made.path("token");
      assertThat(statuses(token)).containsExactly(200, 200);

      api(servers.get(round % 2), ADMIN)
          .delete("/tokens/" + made.path("id"))
          .then()
          .statusCode(204);

      assertThat(statuses(token)).containsExactly(401, 401);
    }
  }
}
