package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Page;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.ledger.EvidenceBundles;
import dev.synctrail.ledger.EvidenceTooLarge;
import dev.synctrail.ledger.NotSequenced;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.BrokenAnswer;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.export.ExportSlots;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes evidence bundles for REST and the console, with the rights and limits of an export. */
@ApplicationScoped
public class EvidenceFile {
  static final String MEDIA_TYPE = "application/zip";

  /** The maximum number of syncs of one bundle. */
  static final int MAX_SYNCS = 1_000;

  private static final Logger LOG = System.getLogger(EvidenceFile.class.getName());
  private static final Duration NEXT_BATCH = Duration.ofSeconds(2);

  private final EvidenceBundles bundles;
  private final SyncHistory history;
  private final Authorization authorization;
  private final PayloadMasks masks;
  private final ExportSlots slots;

  @Inject
  EvidenceFile(
      EvidenceBundles bundles,
      SyncHistory history,
      Authorization authorization,
      PayloadMasks masks,
      ExportSlots slots) {
    this.bundles = bundles;
    this.history = history;
    this.authorization = authorization;
    this.masks = masks;
    this.slots = slots;
  }

  /**
   * Returns the bundle of one sync.
   *
   * @throws Problem 400 or 403
   */
  Zip of(UUID sync, List<String> include) {
    return new Zip(
        "evidence-" + sync + ".zip",
        new EvidenceBundles.Request("the sync " + sync, List.of(sync), null, content(include)));
  }

  /**
   * Returns the bundle of all syncs that match a filter.
   *
   * @throws Problem 400, 403, or 422 if there are none or too many
   */
  Zip of(SyncFilter filter, List<String> include) {
    boolean content = content(include);
    List<UUID> syncs = syncs(filter);
    String described =
        filter.values().entrySet().stream()
            .map(value -> value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining("&"));
    return new Zip(
        "evidence.zip",
        new EvidenceBundles.Request(
            described.isEmpty() ? "all syncs" : described, syncs, run(filter), content));
  }

  private boolean content(List<String> include) {
    if (include.stream().anyMatch(part -> !part.equals("data"))) {
      throw Problem.malformed(List.of(Fault.parameter("include", "Must be data")));
    }
    if (include.isEmpty()) {
      return false;
    }
    authorization.require(Right.PAYLOAD);
    masks.requireNothingHidden();
    return true;
  }

  private List<UUID> syncs(SyncFilter filter) {
    List<UUID> syncs = new ArrayList<>();
    String cursor = null;
    do {
      Page<SyncSummary> page =
          history.page(SyncQuery.of(filter, SyncOrder.NEWEST_FIRST, 200, cursor, false));
      page.data().forEach(sync -> syncs.add(sync.id().value()));
      cursor = page.nextCursor();
    } while (cursor != null && syncs.size() <= MAX_SYNCS);
    if (syncs.isEmpty()) {
      throw Problem.notFound("sync that matches the filter");
    }
    if (syncs.size() > MAX_SYNCS) {
      throw tooLarge("More than " + MAX_SYNCS + " syncs match; choose a narrower filter");
    }
    return syncs;
  }

  private static Problem tooLarge(String detail) {
    return Problem.unprocessable("TOO_MUCH_EVIDENCE", detail, List.of());
  }

  private static @Nullable UUID run(SyncFilter filter) {
    RunId deployment = filter.get(Criterion.DEPLOYMENT_ID, RunId.class);
    RunId run = deployment == null ? filter.get(Criterion.RETRIEVAL_ID, RunId.class) : deployment;
    return run == null ? null : run.value();
  }

  /** Answers with a bundle over REST. */
  Response answer(Zip zip, HttpServletRequest request, HttpServletResponse response) {
    StreamingOutput file = out -> write(zip, out, request, response);
    return Response.ok(file)
        .type(MEDIA_TYPE)
        .header("Content-Disposition", zip.disposition())
        .build();
  }

  /**
   * Writes a bundle.
   *
   * @throws Problem 422, 429 or 503 before anything is written
   */
  void write(Zip zip, OutputStream out, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      slots.write(request, out, watched -> bundles.write(zip.about, watched));
    } catch (NotSequenced e) {
      throw Problem.unavailable("NOT_SEQUENCED", String.valueOf(e.getMessage()), NEXT_BATCH);
    } catch (EvidenceTooLarge e) {
      throw tooLarge(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        LOG.log(Level.WARNING, "An evidence bundle was aborted: {0}", e.getMessage());
        BrokenAnswer.cut(request);
      }
      throw e;
    }
  }

  /**
   * A bundle that may be downloaded.
   *
   * @param name the name of the file
   * @param about what it is about
   */
  record Zip(String name, EvidenceBundles.Request about) {
    String disposition() {
      return "attachment; filename=\"" + name + "\"";
    }
  }
}
