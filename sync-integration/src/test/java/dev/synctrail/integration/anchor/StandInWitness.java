package dev.synctrail.integration.anchor;

import dev.synctrail.integration.anchor.Place.Answer;
import dev.synctrail.integration.anchor.Place.Request;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.ConsistencyProof;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A witness as C2SP tlog-witness specifies {@code add-checkpoint}, for one log. */
final class StandInWitness implements Place.Answering {
  static final long TIME = 1_780_000_000;

  private final KeyPair pair;
  final VerifierKey key;
  private final VerifierKey log;
  private long size;
  private Hash root = Hash.EMPTY_ROOT;

  StandInWitness(String name, VerifierKey log) {
    this.log = log;
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    byte[] encoded = pair.getPublic().getEncoded();
    key =
        VerifierKey.ofWitness(
            name, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  @Override
  public Answer to(Request request) {
    String body = request.text();
    int end = body.indexOf("\n\n");
    List<String> head = List.of(body.substring(0, end).split("\n", -1));
    Note note = Note.parse(body.substring(end + 2));
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (!checkpoint.origin().equals(log.name())) {
      return Answer.of(404, "");
    }
    if (!log.verifies(note)) {
      return Answer.of(403, "");
    }
    long old = Long.parseLong(head.get(0).substring("old ".length()));
    if (old > checkpoint.size()) {
      return Answer.of(400, "");
    }
    if (old != size) {
      return Answer.of(409, size + "\n").with("Content-Type", "text/x.tlog.size");
    }
    List<Hash> path = head.stream().skip(1).map(Hash::ofBase64).toList();
    if (!new ConsistencyProof(old, checkpoint.size(), path).proves(root, checkpoint.root())) {
      return Answer.of(422, "");
    }
    size = checkpoint.size();
    root = checkpoint.root();
    return Answer.of(200, cosignature(TIME, note.text()));
  }

  /** Returns the signature line of a text. */
  String cosignature(long time, String text) {
    try {
      Signature signing = Signature.getInstance("Ed25519");
      signing.initSign(pair.getPrivate());
      signing.update(
          ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(ByteBuffer.allocate(12).putInt(key.hash()).putLong(time).array());
      bytes.writeBytes(signing.sign());
      return "\u2014 "
          + key.name()
          + " "
          + Base64.getEncoder().encodeToString(bytes.toByteArray())
          + "\n";
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
