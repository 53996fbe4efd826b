package dev.synctrail.web.version;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pins;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionTree;
import dev.synctrail.version.Versions;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.run.PinAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the responses about versions, with their latest syncs per platform. */
@ApplicationScoped
class VersionAnswers {
  private final Versions versions;
  private final SyncHistory history;
  private final PayloadMasks payloadMasks;
  private final Pins pins;

  @Inject
  VersionAnswers(Versions versions, SyncHistory history, PayloadMasks payloadMasks, Pins pins) {
    this.versions = versions;
    this.history = history;
    this.payloadMasks = payloadMasks;
    this.pins = pins;
  }

  ContentTypeVersion head(TypeKey typeKey) {
    return versions.head(typeKey).orElseThrow(() -> unknown(typeKey));
  }

  ContentTypeVersion version(TypeKey typeKey, VersionId id) {
    return versions
        .find(id)
        .filter(version -> version.typeKey().equals(typeKey))
        .orElseThrow(() -> Problem.notFound("version %s of type \"%s\"".formatted(id, typeKey)));
  }

  static Problem unknown(TypeKey typeKey) {
    return Problem.notFound("type \"" + typeKey + "\"");
  }

  StrictJson content(ContentTypeVersion version) {
    Snapshot content =
        versions
            .content(version)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The content of " + version.id() + " is no longer stored"));
    return StrictJson.readObject(payloadMasks.shown(content).bytes());
  }

  VersionAnswer shown(ContentTypeVersion version) {
    return VersionAnswer.of(
        version, null, content(version).object(), lastSyncs(List.of(version)).apply(version));
  }

  TypeAnswer type(ContentTypeVersion head) {
    return new TypeAnswer(
        head.typeKey(),
        VersionAnswer.of(head, null, content(head).object(), null),
        answers(history.lastSyncs(List.of(head.typeKey())).get(head.typeKey())),
        PinAnswer.of(pins.holding(head.typeKey())));
  }

  TreeAnswer tree(VersionTree tree, @Nullable ContentTypeVersion commonAncestor) {
    List<ContentTypeVersion> nodes = tree.nodes();
    return new TreeAnswer(
        tree.typeKey(),
        nodes.get(nodes.size() - 1).id(),
        versions(nodes),
        tree.edges().stream()
            .map(edge -> new TreeAnswer.Edge(edge.parent(), edge.child()))
            .toList(),
        commonAncestor == null ? null : commonAncestor.id());
  }

  List<TypeAnswer> types(List<ContentTypeVersion> heads) {
    Map<TypeKey, List<LastSync>> latest =
        history.lastSyncs(heads.stream().map(ContentTypeVersion::typeKey).toList());
    return heads.stream()
        .map(
            head ->
                new TypeAnswer(
                    head.typeKey(),
                    VersionAnswer.of(head),
                    answers(latest.get(head.typeKey())),
                    null))
        .toList();
  }

  List<VersionAnswer> versions(Collection<ContentTypeVersion> shown) {
    Function<ContentTypeVersion, List<LastSyncAnswer>> lastSyncs = lastSyncs(shown);
    return shown.stream()
        .map(version -> VersionAnswer.of(version, null, null, lastSyncs.apply(version)))
        .toList();
  }

  private Function<ContentTypeVersion, List<LastSyncAnswer>> lastSyncs(
      Collection<ContentTypeVersion> shown) {
    Map<String, List<LastSync>> latest =
        history.lastSyncsOfVersions(shown.stream().map(version -> version.id().hex()).toList());
    return version -> answers(latest.get(version.id().hex()));
  }

  private static List<LastSyncAnswer> answers(@Nullable List<LastSync> syncs) {
    return syncs == null ? List.of() : syncs.stream().map(LastSyncAnswer::of).toList();
  }
}
