package dev.synctrail.integration.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.OutsideCheckpoint;
import dev.synctrail.integration.anchor.Place.Answer;
import dev.synctrail.integration.anchor.Place.Request;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.NoteSignature;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private final Place place = new Place();
  private final TestLog log = new TestLog().grow("entry", 300);
  private final StandInWitness standIn =
      new StandInWitness("witness.example/w1", log.key.verifier());
  private final Witness witness = new Witness(standIn.key, place.uri("/sub/"), Place.http());

  @BeforeEach
  void answers() {
    place.answers(standIn);
  }

  @AfterEach
  void stop() {
    place.close();
  }

  @Test
  void each_checkpoint_is_cosigned_with_the_proof_that_it_continues_the_last_one() {
    assertCosigned(witness.anchor(log.submission(0)));
    log.grow("more", 700);
    assertCosigned(witness.anchor(log.submission(300)));
    assertCosigned(witness.anchor(log.submission(1000)));

    assertThat(place.requests()).extracting(Request::line).containsOnly("POST /sub/add-checkpoint");
    assertThat(place.requests().get(0).text())
        .isEqualTo("old 0\n\n" + new TestLog(log.key).grow("entry", 300).checkpoint());
    assertThat(place.requests().get(1).text()).startsWith("old 300\n");
  }

  @Test
  void a_witness_at_another_size_gets_the_proof_from_there() {
    witness.anchor(log.submission(0));
    log.grow("more", 5);
    assertCosigned(witness.anchor(log.submission(0)));
    log.grow("even more", 1000);
    assertCosigned(witness.anchor(log.submission(42)));

    assertThat(place.requests())
        .extracting(request -> request.text().lines().findFirst().orElseThrow())
        .containsExactly("old 0", "old 0", "old 300", "old 42", "old 305");
  }

  @Test
  void a_log_that_was_set_back_is_not_cosigned_and_its_size_is_known() {
    assertThat(witness.newest(log.submission(300))).isEmpty();
    witness.anchor(log.submission(0));
    assertThat(witness.newest(log.submission(300))).isEmpty();
    TestLog restored = new TestLog(log.key).grow("entry", 200);

    assertFails(restored, "the witness knows 300 entries, and this ledger has 200");
    assertThat(witness.newest(restored.submission(200)))
        .contains(new OutsideCheckpoint("witness witness.example/w1", 300, null));
    assertThat(witness.newest(new TestLog(log.key).submission(0)))
        .map(OutsideCheckpoint::size)
        .contains(300L);

    restored.grow("other", 200);
    assertFails(restored, "the witness knows another history of this ledger");
  }

  @Test
  void a_witness_that_does_not_know_the_log_says_so() {
    assertFails(new TestLog(), "the witness does not trust the key of this ledger");
    assertFails(
        new TestLog(dev.synctrail.ledger.TestKey.of("other")),
        "the witness does not know this ledger");
  }

  @Test
  void a_hostile_witness_is_not_believed() {
    String text = log.checkpoint().text();
    String cosignature = standIn.cosignature(StandInWitness.TIME, text);
    String notSigned = "the witness has not signed the checkpoint with the configured key";
    String noList = "the response of the witness is not a list of signatures";
    answers(
        Answer.of(200, standIn.cosignature(StandInWitness.TIME, text.replace("300", "301"))),
        notSigned);
    answers(Answer.of(200, standIn.cosignature(0, text)), notSigned);
    answers(
        Answer.of(
            200,
            new StandInWitness(standIn.key.name(), log.key.verifier())
                .cosignature(StandInWitness.TIME, text)),
        notSigned);
    answers(Answer.of(200, ""), notSigned);
    answers(Answer.of(200, log.checkpoint().signatures().get(0) + "\n"), notSigned);
    answers(Answer.of(200, "<html>welcome</html>"), noList);
    answers(Answer.of(200, cosignature + "garbage\n"), noList);
    answers(Answer.of(200, cosignature.repeat(1000)), "the response is larger than 64 KB");
    answers(Answer.of(200, cosignature).forEver(), "the response is larger than 33554432 bytes");
    answers(Answer.of(302, "").with("Location", "http://127.0.0.1:1/"), "status 302");
    answers(Answer.of(204, ""), "status 204");
    answers(Answer.of(500, "a secret"), "status 500");
    String noSize = "the witness does not say which size it knows";
    for (String size : List.of("", "7", "-7\n", "07\n", "7\n8\n", "9999999999999999999\n", "x\n")) {
      answers(Answer.of(409, size).with("Content-Type", "text/x.tlog.size"), noSize);
    }
    answers(Answer.of(409, "7\n"), noSize);
    answers(Answer.of(409, "7\n").with("Content-Type", "text/x.tlog.size"), "status 409");
    assertThat(place.requests().get(place.requests().size() - 1).text()).startsWith("old 7\n");
  }

  @Test
  void lines_of_other_keys_are_left_out() {
    String text = log.checkpoint().text();
    String mine = standIn.cosignature(StandInWitness.TIME, text);
    String other =
        new StandInWitness("witness.example/w2", log.key.verifier())
            .cosignature(StandInWitness.TIME, text);
    place.answers(request -> Answer.of(200, other + mine));

    assertThat(witness.anchor(log.submission(0))).isEqualTo(mine);
  }

  @Test
  void a_witness_that_cannot_be_reached_is_a_failure() {
    place.close();
    assertThatThrownBy(() -> witness.anchor(log.submission(0)))
        .isInstanceOf(AnchorFailed.class)
        .hasMessageStartingWith("connection failed");
  }

  private void answers(Answer answer, String failure) {
    place.answers(request -> answer);
    assertFails(log, failure);
  }

  private void assertFails(TestLog submitted, String failure) {
    assertThatThrownBy(() -> witness.anchor(submitted.submission(0)))
        .as(failure)
        .isInstanceOf(AnchorFailed.class)
        .hasMessage(failure);
  }

  private void assertCosigned(String proof) {
    Note cosigned = log.checkpoint().with(proof.lines().map(NoteSignature::parse).toList());
    assertThat(standIn.key.cosignatureTime(cosigned)).contains(StandInWitness.TIME);
  }
}
