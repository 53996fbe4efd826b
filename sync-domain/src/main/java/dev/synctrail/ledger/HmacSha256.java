package dev.synctrail.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 2104), and keys derived with it (HKDF, RFC 5869). */
final class HmacSha256 {
  private static final String NAME = "HmacSHA256";
  private static final int LENGTH = 32;

  private HmacSha256() {}

  static byte[] of(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(NAME);
      mac.init(new SecretKeySpec(key, NAME));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }

  /** Derives a key of 32 bytes for one purpose: HKDF without salt, and a single block. */
  static byte[] derive(byte[] secret, String purpose) {
    byte[] pseudorandom = of(new byte[LENGTH], secret);
    byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
    byte[] block = Arrays.copyOf(info, info.length + 1);
    block[info.length] = 1;
    return of(pseudorandom, block);
  }
}
