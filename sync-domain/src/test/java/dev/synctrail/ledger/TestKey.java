package dev.synctrail.ledger;

import dev.synctrail.tlog.NoteSigner;
import dev.synctrail.tlog.VerifierKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
              VerifierKey.ofLog(origin, publicKey(pair)), message -> sign(secret, message));
      return new LedgerKey(signer, secret.getBytes().orElseThrow());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The last 32 bytes of an X.509 key are the key itself (RFC 8410). */
  private static byte[] publicKey(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  /** Returns keys of which only this one was ever used. */
  public static LedgerKeys only(LedgerKey key) {
    return new LedgerKeys() {
      @Override
      public LedgerKey current() {
        return key;
      }

      @Override
      public List<VerifierKey> trusted() {
        return List.of(key.verifier());
      }
    };
  }

  /** Returns keys of which one is being replaced by another. */
  public static LedgerKeys replacing(LedgerKey former, LedgerKey current) {
    return new LedgerKeys() {
      @Override
      public LedgerKey current() {
        return current;
      }

      @Override
      public Optional<LedgerKey> previous() {
        return Optional.of(former);
      }

      @Override
      public List<VerifierKey> trusted() {
        return List.of(former.verifier(), current.verifier());
      }
    };
  }

  /** Returns what an operator without a key has. */
  public static LedgerKeys missing() {
    return new LedgerKeys() {
      @Override
      public LedgerKey current() {
        throw new LedgerKeyMissing("no key");
      }

      @Override
      public List<VerifierKey> trusted() {
        throw new LedgerKeyMissing("no key");
      }
    };
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
