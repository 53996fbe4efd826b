package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerKeyMissing;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.tlog.NoteSigner;
import dev.synctrail.tlog.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A private key that is read from a file. Bouncy Castle signs with it: the JDK takes ten times as
 * long, and cannot compute the public key.
 */
final class Ed25519Key {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final Ed25519PrivateKeyParameters key;

  private Ed25519Key(EdECPrivateKey key) {
    this.key = new Ed25519PrivateKeyParameters(key.getBytes().orElseThrow());
  }

  /**
   * Reads a key in PEM (RFC 7468) and PKCS #8.
   *
   * @param setting the setting that names the file
   * @throws LedgerKeyMissing if there is none
   */
  static Ed25519Key ofPem(Path file, String setting) {
    try {
      String pem = Files.readString(file);
      int begin = pem.indexOf(BEGIN);
      int end = pem.indexOf(END);
      if (begin < 0 || end < begin) {
        throw new LedgerKeyMissing(file + " (" + setting + ") is not a PEM file of a private key");
      }
      byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      return new Ed25519Key(
          (EdECPrivateKey)
              KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(file, setting, e);
    }
  }

  /**
   * Reads the first key of a PKCS #12 file (RFC 7292).
   *
   * @throws LedgerKeyMissing if there is none
   */
  static Ed25519Key ofPkcs12(Path file, char[] password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      for (String alias : Collections.list(store.aliases())) {
        Key key = store.getKey(alias, password);
        if (key instanceof EdECPrivateKey ed25519) {
          return new Ed25519Key(ed25519);
        }
      }
      throw new LedgerKeyMissing(file + " (sync.ledger.keystore) has no Ed25519 key");
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, "sync.ledger.keystore", e);
    }
  }

  private static LedgerKeyMissing unreadable(Path file, String setting, Exception e) {
    String reason = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return new LedgerKeyMissing(file + " (" + setting + ") cannot be read: " + reason);
  }

  /** Returns the SHA-256 of the public key in hexadecimal. */
  String fingerprint() {
    return HexFormat.of().formatHex(Checksum.sha256(key.generatePublicKey().getEncoded()));
  }

  /** Returns the key of a log that has this name. */
  LedgerKey named(String origin) {
    VerifierKey verifier = VerifierKey.ofLog(origin, key.generatePublicKey().getEncoded());
    return new LedgerKey(new NoteSigner(verifier, this::sign), key.getEncoded());
  }

  private byte[] sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }
}
