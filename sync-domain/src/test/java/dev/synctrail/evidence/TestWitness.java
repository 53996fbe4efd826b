package dev.synctrail.evidence;

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

/** The key of a witness that cosigns anything (C2SP tlog-cosignature). */
final class TestWitness {
  private final KeyPair pair;
  private final VerifierKey key;

  TestWitness(String name) {
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

  VerifierKey key() {
    return key;
  }

  /** Returns the line of a cosignature. */
  String cosign(long time, Note note) {
    try {
      Signature signing = Signature.getInstance("Ed25519");
      signing.initSign(pair.getPrivate());
      signing.update(
          ("cosignature/v1\ntime " + time + "\n" + note.text()).getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(ByteBuffer.allocate(12).putInt(key.hash()).putLong(time).array());
      bytes.writeBytes(signing.sign());
      String base64 = Base64.getEncoder().encodeToString(bytes.toByteArray());
      return "\u2014 " + key.name() + " " + base64 + "\n";
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
