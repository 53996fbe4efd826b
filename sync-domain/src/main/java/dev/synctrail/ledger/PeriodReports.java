package dev.synctrail.ledger;

import dev.synctrail.ledger.PeriodRecords.Recorded;
import dev.synctrail.ledger.PeriodRecords.Span;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports everything of a period from the log itself, so that the same checkpoint always gives the
 * same bytes, until something in it is erased.
 */
@ApplicationScoped
public class PeriodReports {
  private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());
  private static final int SCHEMA = 1;

  private final PeriodRecords records;
  private final LedgerProofs proofs;

  @Inject
  public PeriodReports(PeriodRecords records, LedgerProofs proofs) {
    this.records = records;
    this.proofs = proofs;
  }

  /**
   * Begins a report.
   *
   * @param size the number of leaves of a checkpoint; null for the newest
   * @return empty if there is no such checkpoint
   */
  public Optional<Report> of(Instant from, Instant until, @Nullable Long size) {
    return records.span(from, until, size).map(span -> new Report(from, until, span));
  }

  /** A report that can be written. */
  public final class Report {
    private final Instant from;
    private final Instant until;
    private final Span span;

    private Report(Instant from, Instant until, Span span) {
      this.from = from;
      this.until = until;
      this.span = span;
    }

    /** Returns the number of leaves of the checkpoint as of which it reports. */
    public long size() {
      return size(span.asOf());
    }

    private long size(Note note) {
      return Checkpoint.parse(note.text()).size();
    }

    /** Returns the statement of what is complete, line by line, for readers. */
    public List<String> statement() {
      return List.of(
          "From " + from + " until " + until + ", as of a checkpoint of " + size() + " leaves",
          span.first() == span.end()
              ? "Nothing was recorded in this period"
              : "Leaves " + span.first() + " to " + (span.end() - 1) + ", none is missing",
          span.asOf().toString());
    }

    /** Passes all records. */
    public long read(PeriodRecords.Sink sink) throws IOException {
      return records.read(span, sink);
    }

    /** Writes it as JSON. */
    public void write(OutputStream out) throws IOException {
      Map<String, Long> counts = new TreeMap<>();
      try (JsonGenerator json = GENERATORS.createGenerator(out)) {
        json.writeStartObject()
            .write("schema", SCHEMA)
            .write("from", from.toString())
            .write("until", until.toString())
            .write("checkpoint", span.asOf().toString());
        completeness(json);
        json.writeStartArray("records");
        long erased =
            records.read(
                span,
                recorded -> {
                  counts.merge(recorded.table(), 1L, Long::sum);
                  write(json, recorded);
                });
        json.writeEnd().writeStartObject("counts");
        counts.forEach(json::write);
        json.writeEnd().write("entriesWithErasedValues", erased).writeEnd();
      }
    }

    private void completeness(JsonGenerator json) {
      json.writeStartObject("completeness");
      if (span.first() < span.end()) {
        json.write("firstLeaf", span.first()).write("lastLeaf", span.end() - 1);
      }
      json.write("leaves", span.end() - span.first());
      if (span.before() != null) {
        json.write("checkpointBefore", span.before().toString());
      }
      if (span.last() != null) {
        json.write("checkpointAfter", span.last().toString());
        if (span.before() != null) {
          consistency(json, "consistency", span.first(), span.end());
        }
        consistency(json, "consistencyToCheckpoint", span.end(), size());
      }
      json.writeEnd();
    }

    private void consistency(JsonGenerator json, String name, long first, long second) {
      json.writeStartArray(name);
      proofs.consistency(first, second).path().forEach(hash -> json.write(hash.base64()));
      json.writeEnd();
    }

    private void write(JsonGenerator json, Recorded recorded) {
      json.writeStartObject()
          .write("leaf", recorded.leaf())
          .write("at", recorded.at().toString())
          .write("table", recorded.table())
          .write("key", recorded.key());
      if (recorded.row() == null) {
        json.write("deleted", true);
      } else {
        json.write("row", recorded.row());
      }
      if (!recorded.values().isEmpty()) {
        json.writeStartObject("values");
        new TreeMap<>(recorded.values()).forEach(json::write);
        json.writeEnd();
      }
      if (!recorded.erased().isEmpty()) {
        json.writeStartArray("erased");
        new TreeSet<>(recorded.erased()).forEach(json::write);
        json.writeEnd();
      }
      json.writeEnd();
    }
  }
}
