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
 * One file on its way in. Lines are taken in batches, each in a transaction; a batch that the
 * database refuses is taken line by line, to find the one that is to blame.
 */
final class FileImport {
  private static final Logger LOG = System.getLogger(FileImport.class.getName());
  private static final int AT_ONCE = 200;
  private static final int BYTES_AT_ONCE = 4 * 1024 * 1024;
  private static final int MOST_ERRORS = 100;

  private final Importing importing;
  private final String actor;
  private final List<Read> batch = new ArrayList<>();
  private final Set<SyncId> inBatch = new HashSet<>();
  private final List<LineError> errors = new ArrayList<>();
  private int bytes;
  private int lines;
  private int imported;
  private int skipped;
  private int refused;
  private boolean moreErrors;

  FileImport(Importing importing, String actor) {
    this.importing = importing;
    this.actor = actor;
  }

  /**
   * Takes all lines.
   *
   * @throws Problem when the database takes no more; says how far it came
   */
  ImportAnswer take(LineReader file) throws IOException {
    for (Line line = file.next(); line != null; line = file.next()) {
      if (line.isBlank()) {
        continue;
      }
      lines++;
      ImportedSync sync = read(line);
      if (sync == null) {
        refused++;
        continue;
      }
      if (!inBatch.add(sync.sync().id())) {
        flush();
        inBatch.add(sync.sync().id());
      }
      batch.add(new Read(line.number(), sync));
      bytes += line.bytes().length;
      if (batch.size() == AT_ONCE || bytes > BYTES_AT_ONCE) {
        flush();
      }
    }
    flush();
    return new ImportAnswer(lines, imported, skipped, refused, List.copyOf(errors), moreErrors);
  }

  private @Nullable ImportedSync read(Line line) {
    if (line.tooLong()) {
      error(line.number(), null, "Longer than " + LineReader.LONGEST + " bytes");
      return null;
    }
    try {
      return JsonBody.readBeside(
          line.bytes(),
          "payloads",
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
    if (errors.size() < MOST_ERRORS) {
      errors.add(new LineError(line, pointer, detail));
    } else {
      moreErrors = true;
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      take(List.copyOf(batch));
    }
    batch.clear();
    inBatch.clear();
    bytes = 0;
  }

  private void take(List<Read> some) {
    List<ImportResult> verdicts;
    try {
      verdicts = importing.take(some.stream().map(Read::sync).toList(), actor);
    } catch (RuntimeException e) {
      refusedByTheDatabase(some, e);
      return;
    }
    for (int i = 0; i < some.size(); i++) {
      count(some.get(i), verdicts.get(i));
    }
  }

  private void count(Read read, ImportResult importResult) {
    switch (importResult.kind()) {
      case IMPORTED -> imported++;
      case SKIPPED -> skipped++;
      case REFUSED -> {
        refused++;
        error(read.line(), null, importResult.detail());
      }
    }
  }

  private void refusedByTheDatabase(List<Read> some, RuntimeException why) {
    String state = state(why);
    int first = some.get(0).line();
    if (state.startsWith("53")) {
      throw Problem.unavailable(
          "DISK_FULL",
          "The database has no room left. Every right line before line "
              + first
              + " is in, none from there on; send the same file again when there is room",
          Duration.ofSeconds(30));
    }
    // 22 and 23: the data themselves cannot be stored
    if (!state.startsWith("22") && !state.startsWith("23")) {
      throw why;
    }
    if (some.size() == 1) {
      LOG.log(Level.WARNING, "Line {0} of an import cannot be stored: {1}", first, state);
      refused++;
      error(first, null, "Cannot be stored (SQLSTATE " + state + ")");
      return;
    }
    some.forEach(read -> take(List.of(read)));
  }

  private static String state(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private record Read(int line, ImportedSync sync) {}
}
