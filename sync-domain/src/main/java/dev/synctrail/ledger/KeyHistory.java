package dev.synctrail.ledger;

import dev.synctrail.tlog.Note;
import java.util.List;

/** The notes of the keys of the ledger, each a {@link KeyRecord}. */
public interface KeyHistory {

  /**
   * Returns the notes as they are stored, oldest first.
   *
   * @throws LedgerAltered if one of them is not the note of a key
   */
  List<Note> notes();

  /** Adds the note of the key that signs from now on. */
  void add(KeyRecord record, Note note);
}
