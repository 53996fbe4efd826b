package dev.synctrail.web.version;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.PayloadMasks;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Serves the latest version of every type as a ZIP file, or one version by id. */
@WebServlet("/console/types.zip")
public class TypesDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Versions versions;
  private final transient PayloadMasks payloadMasks;

  @Inject
  public TypesDownload(Versions versions, PayloadMasks payloadMasks) {
    this.versions = versions;
    this.payloadMasks = payloadMasks;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String version = request.getParameter("version");
    if (version != null) {
      one(version, response);
      return;
    }
    response.setContentType("application/zip");
    response.setHeader("Content-Disposition", "attachment; filename=\"types.zip\"");
    try (ZipOutputStream zip = new ZipOutputStream(response.getOutputStream())) {
      for (TypeKey type : versions.types()) {
        Optional<Snapshot> content =
            versions.head(type).flatMap(versions::content).map(payloadMasks::shown);
        if (content.isPresent()) {
          zip.putNextEntry(new ZipEntry(type + ".json"));
          zip.write(content.get().bytes());
          zip.closeEntry();
        }
      }
    }
  }

  private void one(String id, HttpServletResponse response) throws IOException {
    Optional<ContentTypeVersion> version =
        Optional.of(id).filter(VersionId::isLegal).map(VersionId::new).flatMap(versions::find);
    Optional<Snapshot> content = version.flatMap(versions::content).map(payloadMasks::shown);
    if (content.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("application/json");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"" + version.orElseThrow().typeKey() + ".json\"");
    response.getOutputStream().write(content.get().bytes());
  }
}
