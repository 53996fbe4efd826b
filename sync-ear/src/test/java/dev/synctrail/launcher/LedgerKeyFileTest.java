package dev.synctrail.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerKeyFileTest {
  @TempDir Path folder;

  @Test
  void makes_a_key_that_only_the_owner_can_read_and_keeps_it() throws IOException {
    try (DataFolder data = DataFolder.open(folder)) {
      Map<String, String> first = LedgerKeyFile.configuration(data);
      Path file = Path.of(first.getOrDefault("sync.ledger.key", ""));
      String key = Files.readString(file);

      assertThat(key).startsWith("-----BEGIN PRIVATE KEY-----\n");
      assertThat(Files.getPosixFilePermissions(file))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      assertThat(LedgerKeyFile.configuration(data)).isEqualTo(first);
      assertThat(Files.readString(file)).isEqualTo(key);
    }
  }
}
