package dev.synctrail.tlog;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Signs notes with the key of a log (C2SP signed-note). */
public final class NoteSigner {
  private final VerifierKey verifier;
  private final Ed25519Signing signing;

  /**
   * @param verifier the public key
   * @param signing signs bytes with the private key
   */
  public NoteSigner(VerifierKey verifier, Ed25519Signing signing) {
    this.verifier = verifier;
    this.signing = signing;
  }

  /** Returns the public key. */
  public VerifierKey verifier() {
    return verifier;
  }

  /**
   * Signs a text.
   *
   * @throws MalformedLog if it does not end in a newline, or contains control characters
   */
  public Note sign(String text) {
    byte[] signature =
        signing.sign(NoteText.requireSignable(text).getBytes(StandardCharsets.UTF_8));
    return new Note(text, List.of(new NoteSignature(verifier.name(), verifier.hash(), signature)));
  }

  /** Signs bytes with an Ed25519 key (RFC 8032). */
  @FunctionalInterface
  public interface Ed25519Signing {
    /** Returns the signature of 64 bytes. */
    byte[] sign(byte[] message);
  }
}
