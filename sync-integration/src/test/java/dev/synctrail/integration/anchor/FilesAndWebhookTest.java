package dev.synctrail.integration.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.integration.anchor.Place.Answer;
import dev.synctrail.integration.anchor.Place.Request;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.integration.http.HttpSettings;
import dev.synctrail.integration.http.UnrecordedHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesAndWebhookTest {
  @TempDir Path folder;

  private final TestLog log = new TestLog().grow("entry", 3);

  @Test
  void checkpoints_are_appended_to_a_file_of_which_the_last_one_is_read() throws IOException {
    Path path = folder.resolve("checkpoints");
    CheckpointFile file = new CheckpointFile(path);
    assertThat(file.newest(log.submission(0))).isEmpty();

    file.anchor(log.submission(0));
    String first = log.checkpoint().toString();
    log.grow("more", 4);
    file.anchor(log.submission(3));

    assertThat(path).hasContent(first + "\n" + log.checkpoint() + "\n");
    assertThat(file.newest(log.submission(0)))
        .hasValueSatisfying(
            found -> {
              assertThat(found.size()).isEqualTo(7);
              assertThat(found.note()).isEqualTo(log.checkpoint());
            });
  }

  @Test
  void a_checkpoint_that_was_not_written_to_its_end_is_passed_over() throws IOException {
    Path path = folder.resolve("checkpoints");
    CheckpointFile file = new CheckpointFile(path);
    file.anchor(log.submission(0));
    Files.writeString(path, "synctrail/test\n5", StandardOpenOption.APPEND);
    assertThat(file.newest(log.submission(0)).orElseThrow().size()).isEqualTo(3);

    log.grow("more", 3);
    file.anchor(log.submission(3));

    assertThat(file.newest(log.submission(0)).orElseThrow().size()).isEqualTo(6);
    Files.writeString(path, "x".repeat(100_000), StandardOpenOption.APPEND);
    assertThat(file.newest(log.submission(0))).isEmpty();
    assertThatThrownBy(() -> new CheckpointFile(folder).anchor(log.submission(0)))
        .isInstanceOf(AnchorFailed.class)
        .hasMessageStartingWith("the file cannot be written: ");
  }

  @Test
  void the_newest_checkpoint_is_kept_in_a_file_of_its_own() throws IOException {
    Path path = folder.resolve("kept");
    KeptFile kept = new KeptFile(config(Map.of("sync.ledger.kept-checkpoint", path.toString())));
    assertThat(kept.read()).isEmpty();
    kept.keep(log.checkpoint());
    log.grow("more", 4);
    kept.keep(log.checkpoint());

    assertThat(path).hasContent(log.checkpoint().toString());
    assertThat(kept.read().orElseThrow().note()).isEqualTo(log.checkpoint());
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
    for (String garbage : List.of("", "x", "x".repeat(100_000), "a\nb\n\n\u2014 c\n")) {
      Files.writeString(path, garbage);
      assertThatThrownBy(kept::read)
          .isInstanceOf(AnchorFailed.class)
          .hasMessage(path + " is not a checkpoint");
    }
    KeptFile none = new KeptFile(config(Map.of()));
    none.keep(log.checkpoint());
    assertThat(none.read()).isEmpty();
  }

  @Test
  void a_webhook_gets_the_note() {
    try (Place place = new Place()) {
      Webhook webhook = new Webhook(place.uri("/secret"), "Bearer x", Place.http());
      place.answers(request -> Answer.of(204, ""));
      assertThat(webhook.anchor(log.submission(0))).isEmpty();

      assertThat(place.requests())
          .containsExactly(
              new Request(
                  "POST /secret",
                  "text/plain; charset=utf-8",
                  "Bearer x",
                  place.requests().get(0).body()));
      assertThat(place.requests().get(0).text()).isEqualTo(log.checkpoint().toString());
      assertThat(webhook.name()).isEqualTo(place.uri("").toString());
      place.answers(request -> Answer.of(302, "").with("Location", "/elsewhere"));
      assertThatThrownBy(() -> webhook.anchor(log.submission(0)))
          .isInstanceOf(AnchorFailed.class)
          .hasMessage("status 302");
    }
  }

  @Test
  void the_settings_name_the_places() {
    String witness = new StandInWitness("w", log.key.verifier()).key.toString();
    assertThat(
            targets(
                Map.of(
                    "sync.ledger.anchor.time-stamp.urls",
                    "http://one.example/tsr, https://two.example",
                    "sync.ledger.anchor.witnesses",
                    witness + " https://w.example/x",
                    "sync.ledger.anchor.file",
                    "/media/worm/checkpoints",
                    "sync.ledger.anchor.webhook.url",
                    "https://hooks.example/secret")))
        .extracting(target -> target.kind() + " " + target.name())
        .containsExactly(
            "TIME_STAMP one.example/tsr",
            "TIME_STAMP two.example",
            "WITNESS w",
            "FILE /media/worm/checkpoints",
            "WEBHOOK https://hooks.example");
    assertThat(targets(Map.of())).isEmpty();
  }

  @Test
  void a_setting_that_is_not_valid_is_named() {
    assertRefused("sync.ledger.anchor.time-stamp.urls", "ftp://one.example");
    assertRefused("sync.ledger.anchor.time-stamp.urls", "https://user:password@one.example");
    assertRefused("sync.ledger.anchor.time-stamp.authorities", "/no/such/file");
    assertRefused("sync.ledger.anchor.witnesses", "https://w.example");
    assertRefused("sync.ledger.anchor.witnesses", log.key.verifier() + " https://w.example");
    String witness = new StandInWitness("w", log.key.verifier()).key.toString();
    assertRefused("sync.ledger.anchor.witnesses", witness);
    assertRefused("sync.ledger.anchor.witnesses", witness + " w.example");
    assertRefused("sync.ledger.anchor.webhook.url", "hooks.example");
    assertThatThrownBy(() -> targets(Map.of("sync.ledger.anchor.email.to", "a@b.example")))
        .hasMessage("sync.ledger.anchor.email.from is missing");
  }

  private static void assertRefused(String key, String value) {
    assertThatThrownBy(() -> targets(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  private static List<AnchorTarget> targets(Map<String, String> values) {
    ConfigValues config = config(values);
    return new ConfiguredAnchors(
            config, new UnrecordedHttp(HttpSettings.from(config)), Clock.systemUTC())
        .all();
  }

  private static ConfigValues config(Map<String, String> values) {
    return new ConfigValues(key -> Optional.ofNullable(values.get(key)));
  }
}
