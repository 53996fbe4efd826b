package dev.synctrail.web.ledger;

import dev.synctrail.history.SyncHistory;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.console.ErrorPage;
import dev.synctrail.web.history.CriteriaParameters;
import dev.synctrail.web.history.PayloadSearchAccess;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Serves evidence about the sync or the history that a page of the console shows. */
@WebServlet("/console/evidence")
public class EvidenceDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient EvidenceFile evidence;
  private final transient SyncHistory history;
  private final transient PayloadSearchAccess payloadSearchAccess;

  @Inject
  public EvidenceDownload(
      EvidenceFile evidence, SyncHistory history, PayloadSearchAccess payloadSearchAccess) {
    this.evidence = evidence;
    this.history = history;
    this.payloadSearchAccess = payloadSearchAccess;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      EvidenceFile.Zip zip = zip(request);
      evidence.write(zip, new Attachment(zip, response), request, response);
    } catch (Problem e) {
      request.setAttribute(ErrorPage.PROBLEM, e);
      response.sendError(e.status());
    }
  }

  private EvidenceFile.Zip zip(HttpServletRequest request) {
    List<String> include = Optional.ofNullable(request.getParameter("include")).stream().toList();
    String sync = request.getParameter("sync");
    if (sync == null) {
      CriteriaParameters criteria = CriteriaParameters.of(request::getParameter);
      return evidence.of(payloadSearchAccess.allowed(criteria.filter()), include);
    }
    SyncId id =
        SyncId.parse(sync)
            .filter(known -> history.progress(known).isPresent())
            .orElseThrow(() -> Problem.notFound("sync " + sync));
    return evidence.of(id.value(), include);
  }

  /** Sets the headers of the file with its first byte; an error is a page and no file. */
  private static final class Attachment extends FilterOutputStream {
    private final EvidenceFile.Zip zip;
    private final HttpServletResponse response;
    private boolean begun;

    Attachment(EvidenceFile.Zip zip, HttpServletResponse response) throws IOException {
      super(response.getOutputStream());
      this.zip = zip;
      this.response = response;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!begun) {
        begun = true;
        response.setContentType(EvidenceFile.MEDIA_TYPE);
        response.setHeader("Content-Disposition", zip.disposition());
      }
      out.write(bytes, offset, length);
    }
  }
}
