package dev.synctrail.web.importing;

import dev.synctrail.importing.ImportResult;
import dev.synctrail.importing.ImportedSync;
import dev.synctrail.importing.Importing;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.importing.ImportAnswer.LineError;
import dev.synctrail.web.importing.LineReader.Line;
import dev.synctrail.web.rest.JsonBody;
import dev.synctrail.web.rest.Problem;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The import of one file. Lines are imported in batches, each in its own transaction. If the
 * database rejects a batch, its lines are imported one by one to find the bad one.
 */
final class FileImport {
  private static final Logger LOG = System.getLogger(FileImport.class.getName());
  private static final int BATCH_LINES = 200;
  private static final int BATCH_BYTES = 4 * 1024 * 1024;
  private static final int MAX_ERRORS = 100;

  private final Importing importing;
  private final String actor;
  private final List<ReadLine> batch = new ArrayList<>();
  private final Set<SyncId> inBatch = new HashSet<>();
  private final List<LineError> errors = new ArrayList<>();
  private int bytes;
  private int lines;
  private int imported;
  private int skipped;
  private int rejected;
  private boolean moreErrors;

  FileImport(Importing importing, String actor) {
    this.importing = importing;
    this.actor = actor;
  }

  /**
   * Imports all lines.
   *
   * @throws Problem when the database has no room left; names the first line not imported
   */
  ImportAnswer importAll(LineReader file) throws IOException {
    for (Line line = file.next(); line != null; line = file.next()) {
      if (line.isBlank()) {
        continue;
      }
      lines++;
      ImportedSync sync = read(line);
      if (sync == null) {
        rejected++;
        continue;
      }
      if (!inBatch.add(sync.sync().id())) {
        flush();
        inBatch.add(sync.sync().id());
      }
      batch.add(new ReadLine(line.number(), sync));
      bytes += line.bytes().length;
      if (batch.size() == BATCH_LINES || bytes > BATCH_BYTES) {
        flush();
      }
    }
    flush();
    return new ImportAnswer(lines, imported, skipped, rejected, List.copyOf(errors), moreErrors);
  }

  private @Nullable ImportedSync read(Line line) {
    if (line.tooLong()) {
      error(line.number(), null, "Longer than " + LineReader.MAX_LINE_LENGTH + " bytes");
      return null;
    }
    try {
      return JsonBody.read(
          line.bytes(),
          Set.of("payloads"),
          (in, json) ->
              in.has("recorder")
                  ? ExportedLine.read(in, json, line.number())
                  : ForeignLine.read(in, json, line.number(), actor));
    } catch (Problem e) {
      e.faults().forEach(fault -> error(line.number(), fault.pointer(), fault.detail()));
      return null;
    }
  }

  private void error(int line, @Nullable String pointer, String detail) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new LineError(line, pointer, detail));
    } else {
      moreErrors = true;
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      importAll(List.copyOf(batch));
    }
    batch.clear();
    inBatch.clear();
    bytes = 0;
  }

  private void importAll(List<ReadLine> batchLines) {
    List<ImportResult> results;
    try {
      results = importing.take(batchLines.stream().map(ReadLine::sync).toList(), actor);
    } catch (RuntimeException e) {
      rejectedByTheDatabase(batchLines, e);
      return;
    }
    for (int i = 0; i < batchLines.size(); i++) {
      count(batchLines.get(i), results.get(i));
    }
  }

  private void count(ReadLine read, ImportResult result) {
    switch (result.kind()) {
      case IMPORTED -> imported++;
      case SKIPPED -> skipped++;
      case REFUSED -> {
        rejected++;
        error(read.line(), null, result.detail());
      }
    }
  }

  private void rejectedByTheDatabase(List<ReadLine> batchLines, RuntimeException cause) {
    String sqlState = sqlState(cause);
    int first = batchLines.get(0).line();
    if (sqlState.startsWith("53")) {
      throw Problem.unavailable(
          "DISK_FULL",
          "The disk of the database is full. All valid lines before line "
              + first
              + " were imported, none from there on; send the same file again when there is"
              + " space",
          Duration.ofSeconds(30));
    }
    // SQLSTATE classes 22 (data exception) and 23 (constraint violation): the data cannot be stored
    if (!sqlState.startsWith("22") && !sqlState.startsWith("23")) {
      throw cause;
    }
    if (batchLines.size() == 1) {
      LOG.log(Level.WARNING, "Line {0} of an import cannot be stored: {1}", first, sqlState);
      rejected++;
      error(first, null, "Could not be stored (SQLSTATE " + sqlState + ")");
      return;
    }
    batchLines.forEach(read -> importAll(List.of(read)));
  }

  private static String sqlState(Throwable exception) {
    for (Throwable at = exception; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private record ReadLine(int line, ImportedSync sync) {}
}
