package dev.synctrail.web.changefeed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.ServerProcess;
import dev.synctrail.web.server.SharedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class EventsIT extends OnSharedServer {
  /** Over HTTP/2 Grizzly ends the whole connection when one listener on it goes away. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record News(String id, String event, String data) {}

  /** Reads one event after the other; the connection ends with it. */
  private static final class Listening implements AutoCloseable {
    private final BufferedReader lines;
    private final String type;

    Listening(URI server, @Nullable String lastId) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.resolve("/api/v1/events"))
              .header("Authorization", "Bearer " + SharedServer.TOKEN)
              .header("Accept", "text/event-stream");
      if (lastId != null) {
        request.header("Last-Event-ID", lastId);
      }
      try {
        var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        type = response.headers().firstValue("Content-Type").orElse("");
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    News next() {
      Map<String, String> fields = new HashMap<>();
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty() && fields.containsKey("data")) {
            return new News(
                fields.getOrDefault("id", ""),
                fields.getOrDefault("event", ""),
                fields.getOrDefault("data", ""));
          }
          String[] parts = line.split(": ", 2);
          if (parts.length == 2) {
            fields.put(parts[0], parts[1]);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new IllegalStateException("the server ended the stream");
    }

    /** Returns the next event that speaks of it. */
    News of(String subject) {
      News news = next();
      while (!news.data().contains(subject)) {
        news = next();
      }
      return news;
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String begun() {
    return server()
        .api()
        .contentType("application/json")
        .body(
            """
            {"typeKey":"News%s","targetPlatform":"elsewhere","syncDirection":"PUSH","data":{"a":1}}
            """
                .formatted(UUID.randomUUID().toString().replace("-", "")))
        .post("/sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static void fail(String sync) {
    server()
        .api()
        .contentType("application/json")
        .body("{\"status\":\"FAILED\",\"error\":\"no\"}")
        .put("/sync/" + sync + "/status")
        .then()
        .statusCode(200);
  }

  @Test
  void every_change_is_told_in_order_and_what_was_missed_is_told_on_coming_back() {
    String sync;
    News first;
    try (Listening listening = new Listening(server().uri(), null)) {
      assertThat(listening.type).startsWith("text/event-stream");
      assertThat(listening.next().event()).isEqualTo("ready");
      sync = begun();
      first = listening.of(sync);
    }
    assertThat(first.event()).isEqualTo("sync");
    assertThat(first.data())
        .contains("\"syncStatus\":\"IN_PROGRESS\"", "\"targetPlatform\":\"elsewhere\"");

    fail(sync);
    String other = begun();
    List<String> told = new ArrayList<>();
    try (Listening again = new Listening(server().uri(), first.id())) {
      assertThat(again.next().event()).isEqualTo("ready");
      for (News news = again.next();
          told.size() < 2;
          news = told.size() < 2 ? again.next() : news) {
        if (news.data().contains(sync) || news.data().contains(other)) {
          told.add(news.data().contains(sync) ? "failed" : "begun");
        }
      }
    }
    assertThat(told).containsExactly("failed", "begun");
  }

  @Test
  @Tag("long")
  void another_server_on_the_same_database_tells_the_same() {
    Map<String, String> configuration = new HashMap<>(server().configurationOfAnother());
    try (ServerProcess another = new ServerProcess("events", configuration).start();
        Listening here = new Listening(server().uri(), null);
        Listening there = new Listening(another.uri(), null)) {
      here.next();
      there.next();
      String sync = begun();
      News news = here.of(sync);

      assertThat(there.of(sync)).isEqualTo(news);
      fail(sync);
      try (Listening moved = new Listening(another.uri(), news.id())) {
        assertThat(moved.of(sync).data()).contains("FAILED");
      }
    }
  }

  @Test
  void a_place_that_is_too_long_ago_is_answered_with_a_reset() {
    try (Listening listening = new Listening(server().uri(), "1.1.1")) {
      assertThat(listening.next().event()).isEqualTo("reset");
    }
  }

  @Test
  void refuses_strangers_and_nonsense() {
    given().get(server().uri().resolve("/api/v1/events")).then().statusCode(401);
    server()
        .api()
        .header("Last-Event-ID", "nonsense")
        .get("/events")
        .then()
        .statusCode(400)
        .body("errors[0].parameter", equalTo("Last-Event-ID"));
    server().api().get("/events?since=1").then().statusCode(400);
    server().api().post("/events").then().statusCode(405);
  }
}
