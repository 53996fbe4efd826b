package dev.synctrail.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
  /** The example of the package golang.org/x/mod/sumdb/note. */
  private static final String GO_KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final String GO_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String GO_TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String GO_NOTE =
      GO_TEXT
          + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
          + "KvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private static final String ROOT = "f+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=";

  @Test
  void verifies_the_example_of_go() {
    Note note = Note.parse(GO_NOTE);

    assertThat(VerifierKey.parse(GO_KEY).verifies(note)).isTrue();
    assertThat(note.text()).isEqualTo(GO_TEXT);
    assertThat(note).hasToString(GO_NOTE);
    assertThat(VerifierKey.parse(GO_KEY)).hasToString(GO_KEY);
  }

  @Test
  void signs_as_go_does() throws GeneralSecurityException {
    byte[] seed = Base64.getDecoder().decode(GO_SEED);
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(
                new EdECPrivateKeySpec(
                    NamedParameterSpec.ED25519, Arrays.copyOfRange(seed, 1, seed.length)));

    assertThat(new NoteSigner(VerifierKey.parse(GO_KEY), signing(key)).sign(GO_TEXT))
        .hasToString(GO_NOTE);
  }

  @Test
  void an_altered_note_is_not_verified() throws GeneralSecurityException {
    VerifierKey key = VerifierKey.parse(GO_KEY);
    Note note = Note.parse(GO_NOTE);
    NoteSignature signature = note.signatures().get(0);

    assertThat(key.verifies(new Note(GO_TEXT + "\n", note.signatures()))).isFalse();
    assertThat(key.verifies(Note.parse(GO_NOTE.replace("cryptography", "Cryptography")))).isFalse();
    assertThat(key.verifies(note(new NoteSignature("Peter", key.hash(), signature.bytes()))))
        .isFalse();
    assertThat(key.verifies(note(new NoteSignature("PeterNeumann", 1, signature.bytes()))))
        .isFalse();
    assertThat(key.verifies(note(new NoteSignature("PeterNeumann", key.hash(), new byte[64]))))
        .isFalse();
    assertThat(key.verifies(note(new NoteSignature("PeterNeumann", key.hash(), new byte[1]))))
        .isFalse();
    assertThat(signer("PeterNeumann").verifier().verifies(note)).isFalse();
  }

  private static Note note(NoteSignature signature) {
    return new Note(GO_TEXT, List.of(signature));
  }

  @Test
  void any_of_several_signatures_is_found() throws GeneralSecurityException {
    NoteSigner mine = signer("example.com/log");
    NoteSigner other = signer("example.com/log");
    Note note = mine.sign("text\n").with(other.sign("text\n").signatures());

    assertThat(Note.parse(note.toString())).isEqualTo(note);
    assertThat(mine.verifier().verifies(note)).isTrue();
    assertThat(other.verifier().verifies(note)).isTrue();
    assertThat(note.with(note.signatures())).isEqualTo(note);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text\n",
        "text\n\n",
        "text\n\n\u2014 name AAAAAAA=",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n\u2014 name AAAA\n",
        "text\n\n\u2014 name AAAAAA==\n",
        "text\n\n\u2014 name AAAAAAB=\n",
        "text\n\n\u2014 na me AAAAAAA=\n",
        "text\n\n\u2014 na+me AAAAAAA=\n",
        "text\n\n\u2014  AAAAAAA=\n",
        "text\n\n\u2014 name *\n",
        "te\txt\n\n\u2014 name AAAAAAA=\n",
        "te\ud800xt\n\n\u2014 name AAAAAAA=\n"
      })
  void refuses_what_is_not_a_note(String note) {
    assertThatThrownBy(() -> Note.parse(note)).isInstanceOf(MalformedLog.class);
  }

  @Test
  void refuses_texts_that_do_not_end_in_a_newline() throws GeneralSecurityException {
    NoteSigner signer = signer("name");

    assertThatThrownBy(() -> signer.sign("text")).isInstanceOf(MalformedLog.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc",
        "PeterNeumann+c74f20a3+"
      })
  void refuses_what_is_not_a_verifier_key(String key) {
    assertThatThrownBy(() -> VerifierKey.parse(key)).isInstanceOf(MalformedLog.class);
  }

  @Test
  void a_witness_signs_the_checkpoint_and_the_time() throws GeneralSecurityException {
    KeyPair pair = pair();
    VerifierKey witness = VerifierKey.ofWitness("witness.example/w1", publicKey(pair));
    Note checkpoint = signer("example.com/log").sign("example.com/log\n1\n" + ROOT + "\n");
    long time = 1_764_500_000L;
    byte[] signature =
        signing(pair.getPrivate())
            .sign(
                ("cosignature/v1\ntime 1764500000\n" + checkpoint.text())
                    .getBytes(StandardCharsets.UTF_8));

    Note cosigned = checkpoint.with(List.of(cosignature(witness, time, signature)));

    assertThat(witness.verifies(cosigned)).isTrue();
    assertThat(VerifierKey.parse(witness.toString())).isEqualTo(witness);
    assertThat(witness.cosignatureTime(Note.parse(cosigned.toString()))).contains(time);
    assertThat(witness.verifies(checkpoint)).isFalse();
    assertThat(
            witness.verifies(checkpoint.with(List.of(cosignature(witness, time + 1, signature)))))
        .isFalse();
    assertThat(
            witness.verifies(
                checkpoint.with(
                    List.of(new NoteSignature(witness.name(), witness.hash(), signature)))))
        .isFalse();
    assertThat(VerifierKey.ofLog(witness.name(), publicKey(pair)).cosignatureTime(cosigned))
        .isEmpty();
  }

  private static NoteSignature cosignature(VerifierKey witness, long time, byte[] signature) {
    return new NoteSignature(
        witness.name(),
        witness.hash(),
        ByteBuffer.allocate(72).putLong(time).put(signature).array());
  }

  @Test
  void a_checkpoint_is_read_as_it_was_written() {
    String text = "example.com/log\n123\n" + ROOT + "\nextension\n";

    Checkpoint checkpoint = Checkpoint.parse(text);

    assertThat(checkpoint)
        .isEqualTo(
            new Checkpoint("example.com/log", 123, Hash.ofBase64(ROOT), List.of("extension")));
    assertThat(checkpoint.text()).isEqualTo(text);
    assertThat(Checkpoint.of("log", Tree.empty()).text())
        .isEqualTo("log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log\n1\n",
        "log\n01\n" + ROOT + "\n",
        "log\n-1\n" + ROOT + "\n",
        "log\n9999999999999999999\n" + ROOT + "\n",
        "log\n1\n" + ROOT,
        "log\n1\nAAAA\n",
        "\n1\n" + ROOT + "\n",
        "log\n1\n" + ROOT + "\n\n"
      })
  void refuses_what_is_not_a_checkpoint(String text) {
    assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedLog.class);
  }

  private static NoteSigner signer(String name) throws GeneralSecurityException {
    KeyPair pair = pair();
    return new NoteSigner(VerifierKey.ofLog(name, publicKey(pair)), signing(pair.getPrivate()));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** The last 32 bytes of an X.509 key are the key itself (RFC 8410). */
  private static byte[] publicKey(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  private static NoteSigner.Ed25519Signing signing(PrivateKey key) {
    return message -> {
      try {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    };
  }
}
