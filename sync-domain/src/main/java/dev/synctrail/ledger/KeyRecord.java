package dev.synctrail.ledger;

import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.VerifierKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says from when a key signs for the ledger, and which one it replaces. It is signed by the key,
 * and by the replaced one, so that whoever trusts one of them can trust the other.
 *
 * @param at when the key has begun to sign
 * @param key the public key
 * @param former the public key that it replaces; null for the first one
 */
public record KeyRecord(Instant at, VerifierKey key, @Nullable VerifierKey former) {
  private static final String TYPE = "synctrail-key/v1";
  private static final int LINES = 3;

  /** Returns the text to sign: type, time, the key, and the replaced key. */
  public String text() {
    return TYPE + '\n' + at + '\n' + key + '\n' + (former == null ? "" : former + "\n");
  }

  /**
   * Reads the text of a note, whose signatures are not verified here.
   *
   * @throws MalformedLog if it is none of a key
   */
  public static KeyRecord parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < LINES || lines.size() > LINES + 1 || !lines.get(0).equals(TYPE)) {
      throw new MalformedLog("Not a note of a key of this version");
    }
    try {
      return new KeyRecord(
          Instant.parse(lines.get(1)),
          VerifierKey.parse(lines.get(2)),
          lines.size() == LINES ? null : VerifierKey.parse(lines.get(LINES)));
    } catch (DateTimeException e) {
      throw new MalformedLog("A note of a key has a time");
    }
  }

  /**
   * Returns a key and those that it has replaced, oldest first. That a key was replaced is believed
   * if the key after it has signed so, and thus only what leads to the given key.
   *
   * @param notes of keys, oldest first
   */
  public static List<VerifierKey> chain(VerifierKey current, List<Note> notes) {
    List<VerifierKey> chain = new ArrayList<>(List.of(current));
    for (int i = notes.size() - 1; i >= 0; i--) {
      VerifierKey oldest = chain.get(0);
      KeyRecord record = parse(notes.get(i).text());
      if (record.key.equals(oldest) && record.former != null && oldest.verifies(notes.get(i))) {
        chain.add(0, record.former);
      }
    }
    return chain;
  }
}
