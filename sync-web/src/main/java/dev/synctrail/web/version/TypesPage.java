package dev.synctrail.web.version;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.Committing;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Lists the content types with their last sync per platform, and imports types from a ZIP file. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class TypesPage {
  /** The message of a version; the console words it where it is shown. */
  private static final String IMPORTED = "imported from a ZIP";

  private static final int PAGE_SIZE = 50;
  private static final int MOST_ENTRIES = 10_000;
  private static final long MOST_BYTES = 200_000_000;
  private static final String JSON = ".json";

  private final Versions versions;
  private final SyncHistory history;
  private final StoringVersions storingVersions;
  private final PageContext pageContext;
  private List<Row> rows = List.of();
  private boolean more;
  private @Nullable Part file;
  private List<StoringVersions.Stored> imported = List.of();

  @Inject
  TypesPage(
      Versions versions,
      SyncHistory history,
      StoringVersions storingVersions,
      PageContext pageContext) {
    this.versions = versions;
    this.history = history;
    this.storingVersions = storingVersions;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    String before = pageContext.parameter("before");
    String bound = before == null ? pageContext.parameter("after") : before;
    TypeKey key = bound != null && TypeKey.isLegal(bound) ? new TypeKey(bound) : null;
    boolean backwards = before != null && key != null;
    List<ContentTypeVersion> heads = new ArrayList<>(versions.heads(key, backwards, PAGE_SIZE + 1));
    more = heads.size() > PAGE_SIZE;
    if (more) {
      heads.remove(PAGE_SIZE);
    }
    if (backwards) {
      Collections.reverse(heads);
    }
    Map<TypeKey, List<LastSync>> latest =
        history.lastSyncs(heads.stream().map(ContentTypeVersion::typeKey).toList());
    rows =
        heads.stream()
            .map(head -> new Row(head, latest.getOrDefault(head.typeKey(), List.of())))
            .toList();
  }

  /** Returns the types on this page of the list. */
  public List<Row> getRows() {
    return rows;
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    boolean hasNext = pageContext.parameter("before") != null || more;
    return !hasNext || rows.isEmpty() ? "" : "?after=" + rows.get(rows.size() - 1).head().typeKey();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    boolean precedes =
        pageContext.parameter("before") == null ? pageContext.parameter("after") != null : more;
    return !precedes || rows.isEmpty() ? "" : "?before=" + rows.get(0).head().typeKey();
  }

  public @Nullable Part getFile() {
    return file;
  }

  public void setFile(@Nullable Part file) {
    this.file = file;
  }

  /** Returns the result of each file of the ZIP file. */
  public List<StoringVersions.Stored> getImported() {
    return imported;
  }

  /** Stores every JSON file of the ZIP file as a type. An invalid file does not stop the others. */
  @Needs(Right.ACTION)
  public void importAll() {
    Part zip = file;
    if (zip == null || zip.getSize() == 0) {
      pageContext.refused(PageContext.text("noFile"));
      return;
    }
    List<StoringVersions.Stored> results = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(zip.getInputStream())) {
      long bytes = 0;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory() || !entry.getName().endsWith(JSON)) {
          continue;
        }
        byte[] content = content(in);
        bytes += content.length;
        if (results.size() == MOST_ENTRIES || bytes > MOST_BYTES) {
          pageContext.refused(PageContext.text("zipTooLarge"));
          break;
        }
        results.add(store(entry.getName(), content));
      }
    } catch (ZipException | IllegalArgumentException e) {
      pageContext.refused(PageContext.text("notZip"));
    } catch (IOException e) {
      pageContext.refused(PageContext.text("fileBroken"));
    }
    if (results.isEmpty()) {
      pageContext.refused(PageContext.text("zipEmpty"));
    }
    imported = results;
  }

  /** Reads one byte more than the limit, so that the reader of the content rejects larger files. */
  private static byte[] content(InputStream in) throws IOException {
    return in.readNBytes(Snapshot.LIMIT + 1);
  }

  private StoringVersions.Stored store(String name, byte[] content) {
    String key = name.substring(name.lastIndexOf('/') + 1, name.length() - JSON.length());
    if (content.length > Snapshot.LIMIT) {
      return StoringVersions.Stored.refused(
          key, new InputError(1, "", PageContext.text("fileTooLarge")));
    }
    return storingVersions.store(
        key, content, pageContext.actor(), IMPORTED, Committing.Expected.ANYTHING);
  }

  /** One type with its last sync per platform. */
  public record Row(ContentTypeVersion head, List<LastSync> syncs) {}
}
