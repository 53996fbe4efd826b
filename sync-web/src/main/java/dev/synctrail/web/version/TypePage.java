package dev.synctrail.web.version;

import dev.synctrail.access.Right;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.LiveVersion;
import dev.synctrail.board.Tiles;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pin;
import dev.synctrail.deployment.Pins;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.json.StrictJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.SnapshotCorrupt;
import dev.synctrail.version.Committing;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.StructuralDiff;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.board.TileView;
import dev.synctrail.web.conflict.ConflictDiff;
import dev.synctrail.web.console.DiffOptions;
import dev.synctrail.web.console.DiffView;
import dev.synctrail.web.console.JsonIndenter;
import dev.synctrail.web.console.LineDiff;
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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows one content type with editor, versions and last syncs, and stores new versions. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class TypePage {
  private static final int MAX_VERSIONS = 200;
  private static final int MAX_EDITED_LENGTH = 1_000_000;
  private static final int CONTEXT = 3;
  private static final Pattern DRAFT = Pattern.compile("[0-9a-f]{1,32}");

  private final Versions versions;
  private final SyncHistory history;
  private final StoringVersions storingVersions;
  private final Pins pins;
  private final PinChanges pinChanges;
  private final PageContext pageContext;
  private final Authorization authorization;
  private final PayloadMasks payloadMasks;
  private final DiffOptions diffOptions;
  private final Tiles tiles;
  private List<LiveLine> liveLines = List.of();
  private List<ContentTypeVersion> nodes = List.of();
  private List<ContentTypeVersion> choices = List.of();
  private int older;
  private Map<String, List<LastSync>> syncs = Map.of();
  private List<LastSync> latest = List.of();
  private @Nullable Part file;
  private @Nullable String text;
  private @Nullable String cachedText;
  private List<InputError> errors = List.of();
  private @Nullable NewerVersion newerVersion;
  private List<VersionGraph.Row> rows = List.of();
  private @Nullable DiffView compared;

  @Inject
  TypePage(
      Versions versions,
      SyncHistory history,
      StoringVersions storingVersions,
      Pins pins,
      PinChanges pinChanges,
      PageContext pageContext,
      Authorization authorization,
      PayloadMasks payloadMasks,
      DiffOptions diffOptions,
      Tiles tiles) {
    this.versions = versions;
    this.history = history;
    this.storingVersions = storingVersions;
    this.pins = pins;
    this.pinChanges = pinChanges;
    this.pageContext = pageContext;
    this.authorization = authorization;
    this.payloadMasks = payloadMasks;
    this.diffOptions = diffOptions;
    this.tiles = tiles;
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
    nodes = List.copyOf(all.subList(0, Math.min(MAX_VERSIONS, all.size())));
    older = all.size() - nodes.size();
    String selected = pageContext.parameter("version");
    choices =
        Stream.concat(
                nodes.stream(),
                all.stream().skip(nodes.size()).filter(one -> one.id().hex().equals(selected)))
            .toList();
    syncs = history.lastSyncsOfVersions(nodes.stream().map(node -> node.id().hex()).toList());
    latest = history.lastSyncs(List.of(key.get())).getOrDefault(key.get(), List.of());
    rows = VersionGraph.of(nodes);
    List<VersionId> ids = all.stream().map(ContentTypeVersion::id).toList();
    liveLines = tiles.row(key.get()).stream().flatMap(row -> LiveLine.of(row, ids)).toList();
    compared = compare();
  }

  /** Returns what is live on each platform. */
  public List<LiveLine> getLiveLines() {
    return liveLines;
  }

  private Optional<TypeKey> key() {
    return Optional.ofNullable(pageContext.parameter("key"))
        .filter(TypeKey::isLegal)
        .map(TypeKey::new);
  }

  /** Returns the key of the selected type; empty for a new type. */
  public String getKey() {
    return Objects.requireNonNullElse(pageContext.parameter("key"), "");
  }

  /** Tells whether the selected type does not exist. */
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

  /**
   * Returns the versions that can be restored: the newest ones, and an older one if it is selected.
   */
  public List<ContentTypeVersion> getChoices() {
    return choices;
  }

  /** Returns the number of versions that are not shown. */
  public int getOlder() {
    return older;
  }

  /** Returns the last sync of a version with each platform. */
  public List<LastSync> syncs(ContentTypeVersion version) {
    return syncs.getOrDefault(version.id().hex(), List.of());
  }

  /** Returns the last sync with each platform. */
  public List<LastSync> getLatest() {
    return latest;
  }

  /** Returns the text of the editor: the submitted text, the latest version, or an example. */
  public String getText() {
    String submitted = text;
    if (submitted != null) {
      return submitted;
    }
    String read = cachedText;
    if (read == null) {
      read = latestText();
      cachedText = read;
    }
    return read;
  }

  /**
   * Returns an empty text without reading the content, and so without an access record, if the user
   * would not see it.
   */
  private String latestText() {
    ContentTypeVersion head = getHead();
    ExampleType example = ExampleType.of(pageContext.parameter("example"));
    if (head == null && example != null) {
      return example.content();
    }
    if (head == null
        || !authorization.may(Right.PAYLOAD)
        || payloadMasks.isHiding()
        || pageContext.isRefresh()) {
      return "";
    }
    authorization.require(Right.PAYLOAD);
    return content(head)
        .map(Snapshot::text)
        .map(content -> content.length() > MAX_EDITED_LENGTH ? "" : JsonIndenter.of(content))
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

  /** Returns the errors of the submitted content, with their lines. */
  public List<InputError> getErrors() {
    return errors;
  }

  /** Stores the text of the editor, or the file if one was selected. */
  @Needs(Right.ACTION)
  public void save() {
    byte[] content;
    try {
      content = submitted();
    } catch (IOException e) {
      pageContext.refused(PageContext.text("fileBroken"));
      return;
    }
    if (content.length > Snapshot.LIMIT) {
      pageContext.refused(PageContext.text("fileTooLarge"));
      return;
    }
    String key = pageContext.parameter("key");
    StoringVersions.Stored stored =
        storingVersions.store(
            key,
            content,
            pageContext.actor(),
            pageContext.parameter("message"),
            base()
                .map(Committing.Expected::headIs)
                .orElse(
                    key == null ? Committing.Expected.NO_VERSION : Committing.Expected.ANYTHING));
    if (stored.newer() != null) {
      newerVersion = compareEdits(stored.newer(), content);
    }
    errors = stored.errors();
    if (newerVersion == null && errors.isEmpty()) {
      pageContext.done(stored.created() ? "versionStored" : "versionSame", stored.typeKey());
      pageContext.goTo(
          "/console/type.xhtml?key=" + PageAddress.encoded(stored.typeKey()) + storedDraft());
    } else {
      text = new String(content, StandardCharsets.UTF_8);
    }
  }

  /** Returns the version that the submitted text is based on. */
  private Optional<VersionId> base() {
    return Optional.ofNullable(pageContext.parameter("head"))
        .filter(VersionId::isLegal)
        .map(VersionId::new);
  }

  /** Tells the script of the next page which draft has been stored. */
  private String storedDraft() {
    String draft = pageContext.parameter("draft");
    return draft != null && DRAFT.matcher(draft).matches() ? "&stored=" + draft : "";
  }

  /**
   * A version that another user stored while this one was edited.
   *
   * @param changes the changes of both since the common version; null if the user may not see them
   * @param lines from that version to the submitted text, line by line
   */
  public record NewerVersion(
      ContentTypeVersion head, @Nullable ConflictDiff changes, @Nullable LineDiff lines) {}

  /** Returns the newer version because of which the text was not stored; null for none. */
  public @Nullable NewerVersion getNewerVersion() {
    return newerVersion;
  }

  /**
   * Returns the version on which the text will be stored: the newer one, after it was shown, or the
   * one that the text is based on.
   */
  public String getExpectedHead() {
    NewerVersion shown = newerVersion;
    if (shown != null) {
      return shown.head().id().hex();
    }
    ContentTypeVersion head = getHead();
    return text == null
        ? head == null ? "" : head.id().hex()
        : base().map(VersionId::hex).orElse("");
  }

  private NewerVersion compareEdits(ContentTypeVersion newer, byte[] content) {
    Optional<StrictJson> before =
        base().isEmpty()
            ? Optional.of(StrictJson.read("{}".getBytes(StandardCharsets.UTF_8)))
            : version("head").map(snapshot -> StrictJson.read(snapshot.bytes()));
    if (before.isEmpty() || !authorization.may(Right.PAYLOAD) || payloadMasks.isHiding()) {
      return new NewerVersion(newer, null, null);
    }
    authorization.require(Right.PAYLOAD);
    return content(newer)
        .map(
            snapshot -> {
              StrictJson theirs = StrictJson.read(snapshot.bytes());
              StrictJson mine = StrictJson.read(content);
              return new NewerVersion(
                  newer,
                  ConflictDiff.of(
                      StructuralDiff.between(before.get(), theirs),
                      StructuralDiff.between(before.get(), mine)),
                  LineDiff.between(theirs, mine, Set.of(), CONTEXT));
            })
        .orElse(new NewerVersion(newer, null, null));
  }

  private byte[] submitted() throws IOException {
    Part chosen = file;
    if (chosen != null && chosen.getSize() > 0) {
      return chosen.getInputStream().readNBytes(Snapshot.LIMIT + 1);
    }
    return Objects.requireNonNullElse(pageContext.parameter("content"), "")
        .replace("\r\n", "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the active pins of the type. */
  public List<Pin> getPins() {
    return key().map(pins::holding).orElse(List.of());
  }

  /** Removes a pin. */
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

  /** Returns the version whose content is shown: the selected one, or the latest. */
  public @Nullable VersionId getShown() {
    ContentTypeVersion head = getHead();
    return Optional.ofNullable(pageContext.parameter("show"))
        .filter(VersionId::isLegal)
        .map(VersionId::new)
        .orElse(head == null ? null : head.id());
  }

  /** Returns the requested comparison of two versions; null if none was requested. */
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
        StrictJson.read(from.get().bytes()), StrictJson.read(to.get().bytes()), diffOptions);
  }

  private Optional<Snapshot> version(String parameter) {
    return Optional.ofNullable(pageContext.parameter(parameter))
        .filter(VersionId::isLegal)
        .map(VersionId::new)
        .flatMap(versions::find)
        .filter(version -> version.typeKey().value().equals(getKey()))
        .flatMap(this::content);
  }

  /**
   * What is live on one platform.
   *
   * @param newer the number of newer versions; null when the live version is unknown
   */
  public record LiveLine(TileView view, @Nullable Integer newer) {
    static Stream<LiveLine> of(BoardRow row, List<VersionId> newestFirst) {
      return row.tiles().stream()
          .map(tile -> new LiveLine(TileView.of(row, tile), newer(tile.live(), newestFirst)));
    }

    private static @Nullable Integer newer(
        @Nullable LiveVersion live, List<VersionId> newestFirst) {
      int at = live == null ? -1 : newestFirst.indexOf(live.versionId());
      return at < 0 ? null : Integer.valueOf(at);
    }

    /** Returns how many newer versions there are, in words; empty when that is unknown. */
    public String newerText() {
      return newer == null ? "" : PageContext.text("newerVersions", newer);
    }
  }
}
