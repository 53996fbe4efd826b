package dev.synctrail.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text with signatures (C2SP signed-note). Reading one does not verify it: {@link
 * VerifierKey#verifies} does.
 *
 * @param text the signed text, which ends in a newline
 * @param signatures of any keys
 */
public record Note(String text, List<NoteSignature> signatures) {
  private static final int MAX_SIGNATURES = 100;

  /**
   * @throws MalformedLog if the text cannot be signed, or there are no signatures or too many
   */
  public Note {
    NoteText.requireSignable(text);
    signatures = List.copyOf(signatures);
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new MalformedLog("A note has 1 to 100 signatures");
    }
  }

  /**
   * Reads a note: its text, an empty line, and one line for each signature.
   *
   * @throws MalformedLog if it has another form
   */
  public static Note parse(String note) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) {
      throw new MalformedLog("A note has a text, an empty line and signatures");
    }
    String signatures = note.substring(end + 2);
    return new Note(
        note.substring(0, end + 1),
        Arrays.stream(signatures.split("\n")).map(NoteSignature::parse).toList());
  }

  /** Returns the note with more signatures. */
  public Note with(List<NoteSignature> more) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    more.stream().filter(signature -> !all.contains(signature)).forEach(all::add);
    return new Note(text, all);
  }

  /** Returns the note as it is published. */
  @Override
  public String toString() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature).append('\n'));
    return note.toString();
  }
}
