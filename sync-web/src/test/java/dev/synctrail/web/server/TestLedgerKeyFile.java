package dev.synctrail.web.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A ledger key for all servers of a test JVM, in a file as operators have it. */
public final class TestLedgerKeyFile {
  /** Where it is. */
  public static final Path PATH = create();

  private TestLedgerKeyFile() {}

  private static Path create() {
    try {
      Path file = Files.createTempFile("ledger-key", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, another());
    } catch (IOException e) {
      throw new IllegalStateException("No ledger key can be created", e);
    }
  }

  /** Returns the content of a file with a new key. */
  public static String another() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No ledger key can be created", e);
    }
  }
}
