package dev.synctrail.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's rows of the benchmark, in {@code sync-ear/target/benchmark.md}. */
class StartBenchmark {

  private static final Pattern READY = Pattern.compile("Server +ready \\((\\d+\\.\\d) s\\)");
  private static final double GOAL_SECONDS = 12;

  @TempDir Path folder;

  @Test
  void measure() throws Exception {
    double first = start("first");
    double second = start("second");
    String row =
        String.format(
            Locale.ROOT,
            "| launcher's second start, PostgreSQL included | %.1f s | first start %.1f s | | ≤ %.0f s | %s |",
            second,
            first,
            GOAL_SECONDS,
            second <= GOAL_SECONDS ? "met" : "**missed**");
    System.out.println(row);
    Files.writeString(Path.of("target/benchmark.md"), row + "\n");
  }

  /** Starts the launcher, stops it when it is ready, and returns the seconds that it prints. */
  private double start(String name) throws IOException, InterruptedException {
    Path output = folder.resolve(name + ".log");
    Process launcher =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/synctrail-launcher.jar",
                "--port",
                String.valueOf(Server.freePort()),
                "--data",
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      Matcher ready = READY.matcher("");
      while (!ready.reset(Files.readString(output)).find()) {
        assertThat(launcher.isAlive()).as(Files.readString(output)).isTrue();
        Thread.sleep(100);
      }
      return Double.parseDouble(ready.group(1));
    } finally {
      launcher.destroy();
      assertThat(launcher.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
  }
}
