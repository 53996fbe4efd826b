package dev.synctrail.ledger;

import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The promise to a client that the entries about its request are in the log soon, like the signed
 * certificate timestamp of RFC 6962 (section 3.2). With it, the client can show later that a record
 * was removed: the log of that time has no such leaf.
 *
 * @param origin the name of the log
 * @param at when the promise was made
 * @param leaves the hashes of the leaves
 */
public record LedgerReceipt(String origin, Instant at, List<Hash> leaves) {
  /** How long it takes at most until the entries are in the log. */
  public static final Duration PROMISE = Duration.ofSeconds(60);

  private static final String TYPE = "synctrail-receipt/v1";
  private static final int LINES = 4;

  public LedgerReceipt {
    leaves = List.copyOf(leaves);
  }

  /** Returns the text to sign: type, log, time, seconds, and one line for each leaf. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(TYPE).append('\n').append(origin).append('\n').append(at).append('\n');
    text.append(PROMISE.toSeconds()).append('\n');
    leaves.forEach(leaf -> text.append(leaf.base64()).append('\n'));
    return text.toString();
  }

  /** Signs a receipt and returns it as the value of a header: its note in base64url. */
  public String signed(LedgerKey key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.sign(text()).toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the note that the value of a header contains.
   *
   * @throws MalformedLog if it contains none
   */
  public static Note note(String header) {
    try {
      return Note.parse(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new MalformedLog("A receipt is base64url");
    }
  }

  /**
   * Reads the text of a note, whose signature is not verified here.
   *
   * @throws MalformedLog if it is not a receipt
   */
  public static LedgerReceipt parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() <= LINES
        || !lines.get(0).equals(TYPE)
        || !lines.get(3).equals(String.valueOf(PROMISE.toSeconds()))) {
      throw new MalformedLog("Not a receipt of this version");
    }
    List<Hash> leaves = new ArrayList<>();
    lines.stream().skip(LINES).map(Hash::ofBase64).forEach(leaves::add);
    try {
      return new LedgerReceipt(lines.get(1), Instant.parse(lines.get(2)), leaves);
    } catch (DateTimeException e) {
      throw new MalformedLog("A receipt has a time");
    }
  }
}
