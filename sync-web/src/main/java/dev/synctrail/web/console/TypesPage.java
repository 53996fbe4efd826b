package dev.synctrail.web.console;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Needs;
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

/** The content types, each with its last sync per platform; many at once come and go as a zip. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class TypesPage {
  private static final int SHOWN = 50;
  private static final int MOST_ENTRIES = 10_000;
  private static final long MOST_BYTES = 200_000_000;
  private static final String JSON = ".json";

  private final Versions versions;
  private final SyncHistory history;
  private final Storing storing;
  private final Visit visit;
  private List<Row> rows = List.of();
  private boolean more;
  private @Nullable Part file;
  private List<Storing.Stored> imported = List.of();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected TypesPage() {
    this.versions = null;
    this.history = null;
    this.storing = null;
    this.visit = null;
  }

  @Inject
  TypesPage(Versions versions, SyncHistory history, Storing storing, Visit visit) {
    this.versions = versions;
    this.history = history;
    this.storing = storing;
    this.visit = visit;
  }

  @PostConstruct
  void read() {
    String before = visit.parameter("before");
    String beside = before == null ? visit.parameter("after") : before;
    TypeKey key = beside != null && TypeKey.isLegal(beside) ? new TypeKey(beside) : null;
    boolean backwards = before != null && key != null;
    List<ContentTypeVersion> heads = new ArrayList<>(versions.heads(key, backwards, SHOWN + 1));
    more = heads.size() > SHOWN;
    if (more) {
      heads.remove(SHOWN);
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

  /** Returns the types of this page of the list. */
  public List<Row> getRows() {
    return rows;
  }

  /** Returns the address of the next page; empty on the last one. */
  public String getNext() {
    boolean follows = visit.parameter("before") != null || more;
    return !follows || rows.isEmpty() ? "" : "?after=" + rows.get(rows.size() - 1).head().typeKey();
  }

  /** Returns the address of the page before; empty on the first one. */
  public String getPrevious() {
    boolean precedes = visit.parameter("before") == null ? visit.parameter("after") != null : more;
    return !precedes || rows.isEmpty() ? "" : "?before=" + rows.get(0).head().typeKey();
  }

  public @Nullable Part getFile() {
    return file;
  }

  public void setFile(@Nullable Part file) {
    this.file = file;
  }

  /** Returns what became of each file of the zip. */
  public List<Storing.Stored> getImported() {
    return imported;
  }

  /** Stores every JSON file of the zip as a type; one that is refused stops no other. */
  @Needs(Right.ACTION)
  public void importAll() {
    Part zip = file;
    if (zip == null || zip.getSize() == 0) {
      visit.refused(Visit.text("noFile"));
      return;
    }
    List<Storing.Stored> results = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(zip.getInputStream())) {
      long bytes = 0;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.isDirectory() || !entry.getName().endsWith(JSON)) {
          continue;
        }
        byte[] content = content(in);
        bytes += content.length;
        if (results.size() == MOST_ENTRIES || bytes > MOST_BYTES) {
          visit.refused(Visit.text("zipTooLarge"));
          break;
        }
        results.add(store(entry.getName(), content));
      }
    } catch (ZipException | IllegalArgumentException e) {
      visit.refused(Visit.text("notZip"));
    } catch (IOException e) {
      visit.refused(Visit.text("fileBroken"));
    }
    if (results.isEmpty()) {
      visit.refused(Visit.text("zipEmpty"));
    }
    imported = results;
  }

  /** Larger than the limit is refused by the reader that follows. */
  private static byte[] content(InputStream in) throws IOException {
    return in.readNBytes(Snapshot.LIMIT + 1);
  }

  private Storing.Stored store(String name, byte[] content) {
    String key = name.substring(name.lastIndexOf('/') + 1, name.length() - JSON.length());
    if (content.length > Snapshot.LIMIT) {
      return Storing.Stored.refused(key, new Misfit(1, "", Visit.text("fileTooLarge")));
    }
    return storing.store(key, content, visit.actor(), Visit.text("importedBy"), null);
  }

  /** One type with what became of it on each platform. */
  public record Row(ContentTypeVersion head, List<LastSync> syncs) {}
}
