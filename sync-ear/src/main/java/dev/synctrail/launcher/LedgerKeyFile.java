package dev.synctrail.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;

/**
 * The private key of the ledger, made at the first start. It is kept beside the database and not in
 * it, because someone who has both can rewrite the ledger.
 */
final class LedgerKeyFile {
  private static final String NAME = "ledger-key.pem";

  private LedgerKeyFile() {}

  /** Returns the setting of the key; none if the operator has set another one. */
  static Map<String, String> configuration(DataFolder data) {
    if (System.getenv("SYNC_LEDGER_KEY") != null || System.getenv("SYNC_LEDGER_KEYSTORE") != null) {
      return Map.of();
    }
    Path file = data.resolve(NAME);
    if (!Files.exists(file)) {
      create(data, file);
    }
    return Map.of("sync.ledger.key", file.toAbsolutePath().toString());
  }

  /** The file appears complete or not at all. */
  private static void create(DataFolder data, Path file) {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      Path draft = data.privateFile(NAME + ".new");
      Files.writeString(
          draft,
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(key)
              + "\n-----END PRIVATE KEY-----\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | GeneralSecurityException e) {
      throw new CannotStart("The ledger key " + file + " cannot be created.", e);
    }
  }
}
