package dev.synctrail.web.history;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import dev.synctrail.web.server.SharedServer;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server whose replica is the database of another, so that the two can be told apart. */
@Tag("long")
class ReplicaIT extends OnSharedServer {
  private static ServerProcess reader;

  private final String type = "Replica" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    Postgres.Database written = Postgres.newDatabase();
    Map<String, String> configuration = new HashMap<>(written.configuration());
    configuration.put("sync.bootstrap.token", SharedServer.TOKEN);
    configuration.put("sync.bootstrap.admin-password", SharedServer.PASSWORD);
    configuration.put("sync.db.replica.url", server().databaseUrl());
    configuration.put("sync.db.replica.user", written.configuration().get("sync.db.user"));
    configuration.put("sync.db.replica.password", written.configuration().get("sync.db.password"));
    reader = new ServerProcess("replica", configuration).start();
  }

  @AfterAll
  static void stop() {
    reader.close();
  }

  @Test
  void lists_come_from_the_replica() {
    String id = record(server().api());

    history().body("data.id", hasItem(id));
  }

  @Test
  void what_is_asked_for_by_its_id_is_read_where_it_was_written() {
    String id = record(reader());

    reader().get("/sync/" + id).then().statusCode(200).body("typeKey", is(type));
    history().body("data", empty());
  }

  private String record(RequestSpecification api) {
    return api.contentType("application/json")
        .body(
            """
            {"typeKey":"%s","targetPlatform":"other","syncDirection":"PUSH","data":{"key":"%s"}}
            """
                .formatted(type, type))
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private ValidatableResponse history() {
    return reader().get("/sync/history?typeKey=" + type).then().statusCode(200);
  }

  private static RequestSpecification reader() {
    return given()
        .baseUri(reader.uri().resolve("/api/v1").toString())
        .header("Authorization", "Bearer " + SharedServer.TOKEN);
  }
}
