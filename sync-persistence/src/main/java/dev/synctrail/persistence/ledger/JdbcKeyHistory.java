package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.KeyHistory;
import dev.synctrail.ledger.KeyRecord;
import dev.synctrail.ledger.LedgerAltered;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;

/** Stores the notes of keys in the table {@code ledger_key}, which the ledger covers too. */
@ApplicationScoped
public class JdbcKeyHistory implements KeyHistory {
  private final DataSource database;

  @Inject
  public JdbcKeyHistory(DataSource database) {
    this.database = database;
  }

  @Override
  public List<Note> notes() {
    return new Sql("select note from ledger_key order by number")
        .all(database, row -> note(row.getString(1)));
  }

  private static Note note(String stored) {
    try {
      Note note = Note.parse(stored);
      KeyRecord.parse(note.text());
      return note;
    } catch (MalformedLog e) {
      throw new LedgerAltered("A row of ledger_key is not the note of a key: " + e.getMessage());
    }
  }

  @Override
  public void add(KeyRecord record, Note note) {
    new Sql(
            "insert into ledger_key (number, verifier, note, at)"
                + " select count(*), ?, ?, ? from ledger_key",
            record.key().toString(),
            note.toString(),
            record.at())
        .update(database);
  }
}
