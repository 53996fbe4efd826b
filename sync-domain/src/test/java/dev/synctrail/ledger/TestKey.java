package dev.synctrail.ledger;

import dev.synctrail.tlog.NoteSigner;
import dev.synctrail.tlog.VerifierKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;

/** A new ledger key, for tests. */
public final class TestKey {
  private TestKey() {}

  /** Returns a new key of a log that has this name. */
  public static LedgerKey of(String origin) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      EdECPrivateKey secret = (EdECPrivateKey) pair.getPrivate();
      NoteSigner signer =
          new NoteSigner(
              VerifierKey.ofLog(origin, (EdECPublicKey) pair.getPublic()),
              message -> sign(secret, message));
      return new LedgerKey(signer, secret.getBytes().orElseThrow());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sign(EdECPrivateKey secret, byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
