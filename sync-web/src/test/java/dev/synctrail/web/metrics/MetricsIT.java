package dev.synctrail.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsIT extends OnSharedServer {
  private static final Path DASHBOARD = Path.of("../docs/grafana/synctrail.json");
  private static final Pattern NAME = Pattern.compile("\\b(synctrail_[a-z_]+)");

  private static final String PLATFORM = "platform=\"metrics-prod\"";

  private static Watched watched;

  @BeforeAll
  static void push() {
    watched = new Watched("metrics-prod").start();
    watched.store("MeasuredGood");
    watched.store("MeasuredBad");
    watched.pushed("MeasuredGood", watched.api());
    watched.platform().script(Rule.once("POST|PATCH", "/contenttypes*", Fault.status(400)));
    watched.pushed("MeasuredBad", watched.api());
    Watched.await(
        () -> {
          String text = watched.scrape();
          return text.contains("synctrail_breaker{")
              && value(text, "synctrail_backlog", PLATFORM) == 0
              && value(text, "synctrail_roll_up_waiting") == 0;
        });
  }

  /** Returns the sum of all series with this name and all of the labels. */
  private static double value(String text, String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(Double::sum)
        .orElseThrow(
            () -> new AssertionError("No " + name + " " + List.of(labels) + " in\n" + text));
  }

  private static double measured(String name, String... labels) {
    return value(watched.scrape(), name, labels);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/metrics/", "/metrics?scope=application", "/metrics/base"})
  void metrics_cannot_be_read_without_a_token(String path) {
    watched
        .open()
        .get(path)
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Bearer"));
  }

  @Test
  void counts_outcomes_by_platform() {
    assertThat(measured("synctrail_syncs_total", "outcome=\"success\"", PLATFORM)).isEqualTo(1);
    assertThat(measured("synctrail_syncs_total", "outcome=\"failed\"", PLATFORM)).isEqualTo(1);
    assertThat(measured("synctrail_failures_total", "class=\"rejected\"", PLATFORM)).isEqualTo(1);
    assertThat(measured("synctrail_sync_seconds_count", PLATFORM)).isEqualTo(2);
    assertThat(measured("synctrail_open", PLATFORM)).isZero();
    assertThat(measured("synctrail_backlog", PLATFORM)).isZero();
    assertThat(measured("synctrail_breaker", PLATFORM)).isZero();
  }

  @Test
  void times_exchanges_by_purpose_and_status() {
    String write = "purpose=\"write\"";
    String all = "synctrail_exchange_seconds_count";
    assertThat(measured(all, write, "status=\"2xx\"", PLATFORM)).isEqualTo(1);
    assertThat(measured(all, write, "status=\"4xx\"", PLATFORM)).isEqualTo(1);
    assertThat(measured("synctrail_exchange_seconds_sum", write, "status=\"2xx\"", PLATFORM))
        .isBetween(0.000_1, 30.0);
    String within = "synctrail_exchange_within_total";
    assertThat(measured(within, "le=\"+Inf\"", PLATFORM)).isEqualTo(measured(all, PLATFORM));
    assertThat(measured(within, "le=\"30.0\"", PLATFORM)).isEqualTo(measured(all, PLATFORM));
    assertThat(measured("synctrail_recording_seconds_count", PLATFORM))
        .isEqualTo(measured(all, PLATFORM));
  }

  @Test
  void reports_the_state_of_jobs() {
    assertThat(measured("synctrail_job_seconds_count", "job=\"roll-up\"")).isPositive();
    assertThat(measured("synctrail_job_age_seconds", "job=\"roll-up\"")).isBetween(0.0, 60.0);
    assertThat(measured("synctrail_job_failures_in_a_row", "job=\"roll-up\"")).isZero();
    assertThat(measured("synctrail_purges_open")).isZero();
  }

  @Test
  void no_label_grows_with_the_data() {
    assertThat(watched.scrape())
        .doesNotContain("MeasuredGood", "MeasuredBad")
        .doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-");
  }

  @Test
  void the_dashboard_uses_only_existing_metrics() throws IOException {
    Set<String> served =
        watched
            .scrape()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf('{')))
            .collect(Collectors.toCollection(TreeSet::new));
    JsonObject dashboard;
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(DASHBOARD))) {
      dashboard = reader.readObject();
    }
    Set<String> used = new TreeSet<>();
    for (JsonObject panel : dashboard.getJsonArray("panels").getValuesAs(JsonObject.class)) {
      for (JsonObject target : panel.getJsonArray("targets").getValuesAs(JsonObject.class)) {
        Matcher name = NAME.matcher(target.getString("expr"));
        while (name.find()) {
          used.add(name.group(1));
        }
      }
    }

    assertThat(used).hasSizeGreaterThan(10);
    assertThat(served).containsAll(used);
    assertThat(dashboard.get("uid")).isNotEqualTo(JsonValue.NULL);
  }
}
