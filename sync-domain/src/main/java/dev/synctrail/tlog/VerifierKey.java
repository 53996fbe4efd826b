package dev.synctrail.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a log or of a witness (C2SP signed-note), written as {@code name+hash+key}.
 *
 * <p>A key of a log signs the text of a note. A key of a witness signs the text with the time at
 * which it saw it (C2SP tlog-cosignature).
 */
public final class VerifierKey {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HASH = 4;
  private static final int TIME = Long.BYTES;

  /** What a key signs, with its identifier in the encoded key. */
  private enum Algorithm {
    NOTE(1),
    COSIGNATURE_V1(4);

    private final int identifier;

    Algorithm(int identifier) {
      this.identifier = identifier;
    }
  }

  private final String name;
  private final Algorithm algorithm;
  private final byte[] bytes;
  private final int hash;
  private final PublicKey key;

  private VerifierKey(String name, Algorithm algorithm, byte[] bytes) {
    this.name = NoteText.requireName(name);
    this.algorithm = algorithm;
    this.bytes = bytes;
    this.key = Ed25519.publicKey(bytes);
    this.hash = hash(name, encoded());
  }

  /** Returns the key of a log that has this name, of the 32 bytes of an Ed25519 key. */
  public static VerifierKey ofLog(String name, byte[] key) {
    return new VerifierKey(name, Algorithm.NOTE, key.clone());
  }

  /** Returns the key of a witness that has this name, of the 32 bytes of an Ed25519 key. */
  public static VerifierKey ofWitness(String name, byte[] key) {
    return new VerifierKey(name, Algorithm.COSIGNATURE_V1, key.clone());
  }

  /**
   * Reads a key of a log or of a witness.
   *
   * @throws MalformedLog if it is neither, or its hash is not the one of its key
   */
  public static VerifierKey parse(String text) {
    String[] parts = text.split("\\+", 3);
    if (parts.length != 3 || !parts[1].matches("[0-9a-f]{8}")) {
      throw new MalformedLog("A verifier key is written name+hash+key");
    }
    byte[] encoded = NoteText.base64(parts[2]);
    for (Algorithm algorithm : Algorithm.values()) {
      if (encoded.length > 0 && encoded[0] == algorithm.identifier) {
        VerifierKey key =
            new VerifierKey(parts[0], algorithm, Arrays.copyOfRange(encoded, 1, encoded.length));
        if (!HEX.toHexDigits(key.hash).equals(parts[1])) {
          throw new MalformedLog("The hash of the verifier key is not that of its name and key");
        }
        return key;
      }
    }
    throw new MalformedLog("The algorithm of the verifier key is not known");
  }

  /** Returns the name of the log or of the witness. */
  public String name() {
    return name;
  }

  /** Returns the hash that names the key in signatures. */
  public int hash() {
    return hash;
  }

  /** Returns the 32 bytes of the Ed25519 key (RFC 8032). */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns whether a note has a valid signature of this key. */
  public boolean verifies(Note note) {
    return switch (algorithm) {
      case NOTE ->
          note.signatures().stream()
              .filter(this::isMine)
              .anyMatch(signature -> isValid(note.text(), signature.bytes()));
      case COSIGNATURE_V1 -> cosignatureTime(note).isPresent();
    };
  }

  /**
   * Returns when a witness has cosigned a checkpoint, in seconds since the epoch; empty without a
   * valid cosignature of this key.
   */
  public Optional<Long> cosignatureTime(Note note) {
    return note.signatures().stream()
        .filter(signature -> algorithm == Algorithm.COSIGNATURE_V1 && isMine(signature))
        .map(signature -> cosignatureTime(note.text(), signature.bytes()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Long> cosignatureTime(String text, byte[] signature) {
    if (signature.length != TIME + Ed25519.SIGNATURE) {
      return Optional.empty();
    }
    long time = ByteBuffer.wrap(signature).getLong();
    return isValid(cosigned(time, text), Arrays.copyOfRange(signature, TIME, signature.length))
        ? Optional.of(time)
        : Optional.empty();
  }

  /** Returns the message that a witness signs. */
  static String cosigned(long time, String text) {
    return "cosignature/v1\ntime " + Long.toUnsignedString(time) + "\n" + text;
  }

  private boolean isMine(NoteSignature signature) {
    return signature.name().equals(name) && signature.keyHash() == hash;
  }

  private boolean isValid(String message, byte[] signature) {
    return Ed25519.isSignature(key, message.getBytes(StandardCharsets.UTF_8), signature);
  }

  private byte[] encoded() {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.write(algorithm.identifier);
    encoded.writeBytes(bytes);
    return encoded.toByteArray();
  }

  private static int hash(String name, byte[] encoded) {
    var digest = Hash.sha256();
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest(encoded), 0, HASH).getInt();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifierKey that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Returns the key as it is published: {@code name+hash+key}. */
  @Override
  public String toString() {
    return name + "+" + HEX.toHexDigits(hash) + "+" + Base64.getEncoder().encodeToString(encoded());
  }
}
