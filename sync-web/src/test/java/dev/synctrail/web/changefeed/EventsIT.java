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
  /** Over HTTP/2, Grizzly ends the whole connection when one listener on it disconnects. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Event(String id, String event, String data) {}

  /** Reads the events of one connection in order and closes it at the end. */
  private static final class EventStream implements AutoCloseable {
    private final BufferedReader lines;
    private final String type;

    EventStream(URI server, @Nullable String lastId) {
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

    Event next() {
      Map<String, String> fields = new HashMap<>();
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty() && fields.containsKey("data")) {
            return new Event(
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

    /** Returns the next event about this sync. */
    Event nextAbout(String subject) {
      Event event = next();
      while (!event.data().contains(subject)) {
        event = next();
      }
      return event;
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

  private static String recordedSync() {
    return server().record("News" + UUID.randomUUID().toString().replace("-", ""), "{\"a\":1}");
  }

  @Test
  void changes_arrive_in_order_and_missed_ones_after_reconnecting() {
    String sync;
    Event first;
    try (EventStream stream = new EventStream(server().uri(), null)) {
      assertThat(stream.type).startsWith("text/event-stream");
      assertThat(stream.next().event()).isEqualTo("ready");
      sync = recordedSync();
      first = stream.nextAbout(sync);
    }
    assertThat(first.event()).isEqualTo("sync");
    assertThat(first.data())
        .contains("\"syncStatus\":\"IN_PROGRESS\"", "\"targetPlatform\":\"elsewhere\"");

    server().fail(sync, "no");
    String other = recordedSync();
    List<String> received = new ArrayList<>();
    try (EventStream again = new EventStream(server().uri(), first.id())) {
      assertThat(again.next().event()).isEqualTo("ready");
      for (Event event = again.next();
          received.size() < 2;
          event = received.size() < 2 ? again.next() : event) {
        if (event.data().contains(sync) || event.data().contains(other)) {
          received.add(event.data().contains(sync) ? "failed" : "recorded");
        }
      }
    }
    assertThat(received).containsExactly("failed", "recorded");
  }

  @Test
  @Tag("long")
  void servers_on_the_same_database_send_the_same_events() {
    Map<String, String> configuration = new HashMap<>(server().configurationOfAnother());
    try (ServerProcess another = new ServerProcess("events", configuration).start();
        EventStream here = new EventStream(server().uri(), null);
        EventStream there = new EventStream(another.uri(), null)) {
      here.next();
      there.next();
      String sync = recordedSync();
      Event event = here.nextAbout(sync);

      assertThat(there.nextAbout(sync)).isEqualTo(event);
      server().fail(sync, "no");
      try (EventStream moved = new EventStream(another.uri(), event.id())) {
        assertThat(moved.nextAbout(sync).data()).contains("FAILED");
      }
    }
  }

  @Test
  void a_position_that_is_too_old_is_answered_with_a_reset() {
    try (EventStream stream = new EventStream(server().uri(), "1.1.1")) {
      assertThat(stream.next().event()).isEqualTo("reset");
    }
  }

  @Test
  void rejects_missing_tokens_and_malformed_requests() {
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
