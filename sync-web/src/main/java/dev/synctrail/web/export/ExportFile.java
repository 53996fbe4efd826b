package dev.synctrail.web.export;

import dev.synctrail.export.ExportQuery;
import dev.synctrail.export.SyncExport;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.BrokenAnswer;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Writes export files for users with a console session; the files are the same as over REST. */
@ApplicationScoped
public class ExportFile {
  private static final Logger LOG = System.getLogger(ExportFile.class.getName());

  private final SyncExport export;
  private final ExportsInProgress exportsInProgress;
  private final ExportSlots exportSlots;
  private final Clock clock;

  @Inject
  ExportFile(
      SyncExport export,
      ExportsInProgress exportsInProgress,
      ExportSlots exportSlots,
      Clock clock) {
    this.export = export;
    this.exportsInProgress = exportsInProgress;
    this.exportSlots = exportSlots;
    this.clock = clock;
  }

  /**
   * Writes all syncs that match a query.
   *
   * <p>The request parameter {@code bom=true} puts a byte order mark before CSV.
   *
   * @param format {@code csv}, {@code ndjson}, {@code json} or {@code xlsx}
   * @throws Problem 400 for any other format
   */
  public void write(
      String format, ExportQuery query, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(named(format), export, query, request, response);
  }

  /**
   * Writes the given syncs and skips those that do not exist.
   *
   * @param format {@code csv}, {@code ndjson}, {@code json} or {@code xlsx}
   * @throws Problem 400 for any other format
   */
  public void write(
      String format, List<SyncId> ids, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ExportQuery query = new ExportQuery(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, null, Set.of());
    write(named(format), new Chosen(export, ids), query, request, response);
  }

  private void write(
      ExportFormat exportFormat,
      SyncExport from,
      ExportQuery query,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    response.setContentType(exportFormat.mediaType());
    response.setHeader(
        "Content-Disposition", ExportResource.disposition(clock, exportFormat.extension()));
    SyncExport counted =
        exportsInProgress.counted(
            from, request.getUserPrincipal().getName(), request.getParameter("ticket"));
    boolean bom = "true".equals(request.getParameter("bom"));
    try {
      exportSlots.write(
          request,
          response.getOutputStream(),
          file ->
              exportFormat.write(counted, query, bom && exportFormat.takesByteOrderMark(), file));
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        LOG.log(Level.WARNING, "An export was aborted: {0}", e.getMessage());
        BrokenAnswer.cut(request);
      }
      throw e;
    }
  }

  private static ExportFormat named(String text) {
    return Arrays.stream(ExportFormat.values())
        .filter(exportFormat -> exportFormat.extension().equals(text))
        .findFirst()
        .orElseThrow(
            () -> Problem.malformedParameter("format", "Must be one of csv, ndjson, json, xlsx"));
  }

  /** Exports the chosen syncs and ignores the query. */
  private record Chosen(SyncExport export, List<SyncId> ids) implements SyncExport {
    @Override
    public void write(ExportQuery query, Sink sink) throws IOException {
      export.write(ids, sink);
    }

    @Override
    public void write(Collection<SyncId> others, Sink sink) throws IOException {
      export.write(others, sink);
    }
  }
}
