package dev.synctrail.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.OwnServer;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many threads register new time series at the same time, while others read all of them. */
@Tag("long")
class MetricsLoadIT {
  private static final int THREADS = 12;
  private static final int PLATFORMS = 60;
  private static final int PER_PLATFORM = 10;
  private static final Pattern SYNCS =
      Pattern.compile("(?m)^synctrail_syncs_total\\{[^}]*platform=\"load\\d+\"[^}]*} (\\S+)$");

  @Test
  void no_count_is_lost_when_series_are_registered_at_the_same_time() throws Exception {
    try (var own = new OwnServer("metrics-load", Map.of())) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS + 2);
      List<Future<?>> writers = new ArrayList<>();
      List<Future<?>> readers = new ArrayList<>();
      try {
        for (int i = 0; i < 2; i++) {
          readers.add(
              threads.submit(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      own.platform().scrape();
                    }
                  }));
        }
        // Interleaved, so that all threads reach a new platform at about the same time.
        for (int i = 0; i < THREADS; i++) {
          int first = i;
          writers.add(
              threads.submit(
                  () -> {
                    for (int n = first; n < PLATFORMS * PER_PLATFORM; n += THREADS) {
                      recordSync(own, n);
                    }
                  }));
        }
        for (Future<?> writer : writers) {
          writer.get();
        }
        assertThat(readers).noneMatch(Future::isDone);
      } finally {
        threads.shutdownNow();
      }

      double counted =
          SYNCS
              .matcher(own.platform().scrape())
              .results()
              .map(MatchResult::group)
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
      assertThat(counted).isEqualTo(PLATFORMS * PER_PLATFORM);
      assertThat(own.process().log())
          .doesNotContain("ConcurrentModificationException", "could not be measured", "SEVERE");
    }
  }

  private static void recordSync(OwnServer own, int number) {
    String status = number % 2 == 0 ? "SUCCESS" : "FAILED";
    String id =
        request(own)
            .body(
                "{\"typeKey\":\"Loaded%d\",\"targetPlatform\":\"load%d\",\"syncDirection\":\"%s\",\"data\":{}}"
                    .formatted(number, number / PER_PLATFORM, number % 3 == 0 ? "PULL" : "PUSH"))
            .post("sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    request(own)
        .body("{\"status\":\"%s\"}".formatted(status))
        .put("sync/" + id + "/status")
        .then()
        .statusCode(200);
  }

  private static RequestSpecification request(OwnServer own) {
    return own.platform().api();
  }
}
