package dev.synctrail.web.version;

import dev.synctrail.access.Right;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pin;
import dev.synctrail.deployment.Pins;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.console.DiffView;
import dev.synctrail.web.console.JsonIndenter;
import dev.synctrail.web.console.PageAddress;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.deployment.PinChanges;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One content type: its text to be edited, its versions and what became of each. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class TypePage {
  private static final int MOST_VERSIONS = 200;
  private static final int MOST_EDITED = 1_000_000;

  private final Versions versions;
  private final SyncHistory history;
  private final StoringVersions storingVersions;
  private final Pins pins;
  private final PinChanges pinChanges;
  private final PageContext pageContext;
  private final Authorization authorization;
  private final PayloadMasks payloadMasks;
  private List<ContentTypeVersion> nodes = List.of();
  private List<ContentTypeVersion> choices = List.of();
  private int older;
  private Map<String, List<LastSync>> syncs = Map.of();
  private List<LastSync> latest = List.of();
  private @Nullable Part file;
  private @Nullable String text;
  private @Nullable String kept;
  private List<InputError> misfits = List.of();
  private List<VersionGraph.Row> rows = List.of();
  private @Nullable DiffView compared;

  @SuppressWarnings("NullAway") // only for the CDI proxy
  protected TypePage() {
    this.versions = null;
    this.history = null;
    this.storingVersions = null;
    this.pins = null;
    this.pinChanges = null;
    this.pageContext = null;
    this.authorization = null;
    this.payloadMasks = null;
  }

  @Inject
  TypePage(
      Versions versions,
      SyncHistory history,
      StoringVersions storingVersions,
      Pins pins,
      PinChanges pinChanges,
      PageContext pageContext,
      Authorization authorization,
      PayloadMasks payloadMasks) {
    this.versions = versions;
    this.history = history;
    this.storingVersions = storingVersions;
    this.pins = pins;
    this.pinChanges = pinChanges;
    this.pageContext = pageContext;
    this.authorization = authorization;
    this.payloadMasks = payloadMasks;
  }

  @PostConstruct
  void read() {
    Optional<TypeKey> key = key();
    if (key.isEmpty()) {
      return;
    }
    List<ContentTypeVersion> all = new ArrayList<>(versions.tree(key.get()).nodes());
    Collections.reverse(all);
    if (all.isEmpty()) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(404);
      return;
    }
    nodes = List.copyOf(all.subList(0, Math.min(MOST_VERSIONS, all.size())));
    older = all.size() - nodes.size();
    String asked = pageContext.parameter("version");
    choices =
        Stream.concat(
                nodes.stream(),
                all.stream().skip(nodes.size()).filter(one -> one.id().hex().equals(asked)))
            .toList();
    syncs = history.lastSyncsOfVersions(nodes.stream().map(node -> node.id().hex()).toList());
    latest = history.lastSyncs(List.of(key.get())).getOrDefault(key.get(), List.of());
    rows = VersionGraph.of(nodes);
    compared = compare();
  }

  private Optional<TypeKey> key() {
    return Optional.ofNullable(pageContext.parameter("key"))
        .filter(TypeKey::isLegal)
        .map(TypeKey::new);
  }

  /** Returns the key that is asked for; empty for a new type. */
  public String getKey() {
    return Objects.requireNonNullElse(pageContext.parameter("key"), "");
  }

  /** Tells whether there is no such type. */
  public boolean isMissing() {
    return !getKey().isEmpty() && nodes.isEmpty();
  }

  /** Returns the latest version; null for a new type. */
  public @Nullable ContentTypeVersion getHead() {
    return nodes.isEmpty() ? null : nodes.get(0);
  }

  /** Returns the newest versions as a graph. */
  public List<VersionGraph.Row> getRows() {
    return rows;
  }

  /** Returns the versions that can be put back: the newest, and an older one that is asked for. */
  public List<ContentTypeVersion> getChoices() {
    return choices;
  }

  /** Returns how many versions are not shown. */
  public int getOlder() {
    return older;
  }

  /** Returns what became of a version on each platform. */
  public List<LastSync> syncs(ContentTypeVersion version) {
    return syncs.getOrDefault(version.id().hex(), List.of());
  }

  /** Returns the last sync with each platform. */
  public List<LastSync> getLatest() {
    return latest;
  }

  /** Returns the text in the editor: what was sent, or the latest version. */
  public String getText() {
    String sent = text;
    if (sent != null) {
      return sent;
    }
    String read = kept;
    if (read == null) {
      read = latestText();
      kept = read;
    }
    return read;
  }

  /** Nothing is read, and no reading recorded, for those who see nothing of it. */
  private String latestText() {
    ContentTypeVersion head = getHead();
    if (head == null
        || !authorization.may(Right.PAYLOAD)
        || payloadMasks.isHiding()
        || pageContext.isRefresh()) {
      return "";
    }
    authorization.require(Right.PAYLOAD);
    return content(head)
        .map(Snapshot::text)
        .map(content -> content.length() > MOST_EDITED ? "" : JsonIndenter.of(content))
        .orElse("");
  }

  private Optional<Snapshot> content(ContentTypeVersion version) {
    try {
      return versions.content(version).map(payloadMasks::shown);
    } catch (SnapshotCorrupt e) {
      return Optional.empty();
    }
  }

  public @Nullable Part getFile() {
    return file;
  }

  public void setFile(@Nullable Part file) {
    this.file = file;
  }

  /** Returns what is wrong with what was sent, each with its line. */
  public List<InputError> getMisfits() {
    return misfits;
  }

  /** Stores what is in the editor, or the file if one was chosen. */
  @Needs(Right.ACTION)
  public void save() {
    byte[] content;
    try {
      content = sent();
    } catch (IOException e) {
      pageContext.refused(PageContext.text("fileBroken"));
      return;
    }
    if (content.length > Snapshot.LIMIT) {
      pageContext.refused(PageContext.text("fileTooLarge"));
      return;
    }
    String head = pageContext.parameter("head");
    String key = pageContext.parameter("key");
    StoringVersions.Stored stored =
        storingVersions.store(
            key,
            content,
            pageContext.actor(),
            pageContext.parameter("message"),
            head != null && VersionId.isLegal(head) ? new VersionId(head) : null);
    if (stored.misfits().isEmpty()) {
      pageContext.done(stored.created() ? "versionStored" : "versionSame", stored.typeKey());
      pageContext.goTo("/console/type.xhtml?key=" + PageAddress.encoded(stored.typeKey()));
    } else {
      misfits = stored.misfits();
      text = new String(content, StandardCharsets.UTF_8);
    }
  }

  private byte[] sent() throws IOException {
    Part chosen = file;
    if (chosen != null && chosen.getSize() > 0) {
      return chosen.getInputStream().readNBytes(Snapshot.LIMIT + 1);
    }
    return Objects.requireNonNullElse(pageContext.parameter("content"), "")
        .replace("\r\n", "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the pins that keep the type as it was rolled back. */
  public List<Pin> getPins() {
    return key().map(pins::holding).orElse(List.of());
  }

  /** Removes one of them. */
  @Needs(Right.ACTION)
  public void unpin() {
    String platform = Objects.requireNonNullElse(pageContext.parameter("pinned"), "");
    try {
      boolean removed =
          pinChanges.remove(
              new PlatformId(platform), key().orElseThrow(), pageContext.requiredReason());
      if (removed) {
        pageContext.done("pinRemoved", platform);
      } else {
        pageContext.refused(PageContext.text("noSuchPin"));
      }
      pageContext.goTo("/console/type.xhtml?key=" + PageAddress.encoded(getKey()));
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  /** Returns the comparison of two versions that is asked for. */
  public @Nullable DiffView getCompared() {
    return compared;
  }

  private @Nullable DiffView compare() {
    if (pageContext.parameter("from") == null
        || pageContext.parameter("to") == null
        || pageContext.isRefresh()) {
      return null;
    }
    if (!authorization.may(Right.PAYLOAD)) {
      return DiffView.refused(PageContext.text("noPayloadRight"));
    }
    authorization.require(Right.PAYLOAD);
    Optional<Snapshot> from = version("from");
    Optional<Snapshot> to = version("to");
    if (from.isEmpty() || to.isEmpty()) {
      return DiffView.refused(PageContext.text("noSuchVersion"));
    }
    return DiffView.of(
        StructuralDiff.between(
            StrictJson.read(from.get().bytes()), StrictJson.read(to.get().bytes())));
  }

  private Optional<Snapshot> version(String parameter) {
    return Optional.ofNullable(pageContext.parameter(parameter))
        .filter(VersionId::isLegal)
        .map(VersionId::new)
        .flatMap(versions::find)
        .filter(version -> version.typeKey().value().equals(getKey()))
        .flatMap(this::content);
  }
}
