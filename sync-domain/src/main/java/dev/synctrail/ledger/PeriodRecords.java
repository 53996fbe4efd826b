package dev.synctrail.ledger;

import dev.synctrail.tlog.Note;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what was put into the log in a period. */
public interface PeriodRecords {

  /**
   * Finds the leaves of a period: those that checkpoints which were signed in it have added.
   *
   * @param size the number of leaves of the checkpoint as of which it is reported; null for the
   *     newest
   * @return empty if there is no such checkpoint
   */
  Optional<Span> span(Instant from, Instant until, @Nullable Long size);

  /**
   * Passes the records of a span in the order of the log, a bounded number at a time.
   *
   * @return the number of entries of which a value was erased
   */
  long read(Span span, Sink sink) throws IOException;

  /**
   * The leaves of a period.
   *
   * @param first the first leaf
   * @param end the leaf after the last one
   * @param before the checkpoint before the first leaf; null if the log begins with it
   * @param last the checkpoint after the last leaf; null if the log has none before the end
   * @param asOf the checkpoint as of which it is reported
   */
  record Span(long first, long end, @Nullable Note before, @Nullable Note last, Note asOf) {}

  /** Receives records. */
  @FunctionalInterface
  interface Sink {
    void take(Recorded recorded) throws IOException;
  }

  /**
   * One row as an entry has it.
   *
   * @param leaf the index of the leaf
   * @param at when the transaction was about to commit
   * @param table the table
   * @param key the key of the row
   * @param row the columns that the entry has in the clear; null if the row was deleted
   * @param values who and why, as far as the entry commits to it and it is still stored
   * @param erased the columns that were erased
   */
  record Recorded(
      long leaf,
      Instant at,
      String table,
      JsonObject key,
      @Nullable JsonObject row,
      Map<String, String> values,
      Set<String> erased) {
    public Recorded {
      values = Map.copyOf(values);
      erased = Set.copyOf(erased);
    }
  }
}
