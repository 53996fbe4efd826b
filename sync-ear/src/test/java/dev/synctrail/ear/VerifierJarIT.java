package dev.synctrail.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VerifierJarIT {

  @Test
  void the_verifier_is_one_file_that_runs() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/synctrail-verify.jar")
            .redirectErrorStream(true)
            .start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("java -jar synctrail-verify.jar");
    assertThat(process.waitFor()).isEqualTo(2);
  }
}
