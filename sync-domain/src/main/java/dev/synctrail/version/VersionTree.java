package dev.synctrail.version;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.SnapshotCorrupt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The complete version history of one type, with navigation and verification. */
public final class VersionTree {
  private static final Comparator<ContentTypeVersion> BY_AGE =
      Comparator.comparing(ContentTypeVersion::createdAt)
          .thenComparing(version -> version.id().hex());

  private final TypeKey typeKey;
  private final Map<VersionId, ContentTypeVersion> versions = new LinkedHashMap<>();

  /**
   * Creates the tree of the given versions, in any order.
   *
   * @throws IllegalArgumentException if one belongs to another type
   */
  public VersionTree(TypeKey typeKey, Collection<ContentTypeVersion> versions) {
    this.typeKey = typeKey;
    versions.stream()
        .sorted(BY_AGE)
        .forEach(
            version -> {
              if (!version.typeKey().equals(typeKey)) {
                throw new IllegalArgumentException(
                    "The version " + version.id() + " does not belong to " + typeKey);
              }
              this.versions.put(version.id(), version);
            });
  }

  public TypeKey typeKey() {
    return typeKey;
  }

  /** Returns the versions, oldest first. */
  public List<ContentTypeVersion> nodes() {
    return List.copyOf(versions.values());
  }

  /** Returns the parent relations, in the order of the children. */
  public List<Edge> edges() {
    return versions.values().stream()
        .flatMap(version -> version.parents().stream().map(p -> new Edge(p, version.id())))
        .toList();
  }

  /** Returns whether the version is in the tree. */
  public boolean has(VersionId id) {
    return versions.containsKey(id);
  }

  /**
   * Returns the best common ancestor, as {@code git merge-base} does: one that is not an ancestor
   * of another common ancestor, which is always true of the newest. A version counts as its own
   * ancestor. Empty if there is none.
   */
  public Optional<ContentTypeVersion> commonAncestor(VersionId a, VersionId b) {
    Set<VersionId> common = ancestors(List.of(a));
    common.retainAll(ancestors(List.of(b)));
    return common.stream().map(versions::get).max(BY_AGE);
  }

  private Set<VersionId> ancestors(Collection<VersionId> from) {
    Set<VersionId> visited = new HashSet<>();
    Deque<VersionId> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      VersionId id = open.pop();
      if (versions.containsKey(id) && visited.add(id)) {
        open.addAll(parents(id));
      }
    }
    return visited;
  }

  private List<VersionId> parents(VersionId id) {
    ContentTypeVersion version = versions.get(id);
    return version == null ? List.of() : version.parents();
  }

  /**
   * Verifies the tree from its root: recomputes every id, looks up every parent, and hashes every
   * content again.
   *
   * @param contents finds the exact bytes of a version
   * @return the violations, oldest version first; empty if the tree is intact
   */
  public List<Alteration> alterations(Function<ContentTypeVersion, Optional<Snapshot>> contents) {
    List<Alteration> found = new ArrayList<>();
    Set<VersionId> older = new HashSet<>();
    for (ContentTypeVersion version : versions.values()) {
      if (!version.matchesId()) {
        found.add(new Alteration(version.id(), "Its id does not match its data."));
      }
      for (VersionId parent : version.parents()) {
        if (!older.contains(parent)) {
          found.add(new Alteration(version.id(), "Its parent " + parent + " is missing or newer."));
        }
      }
      check(version, contents).ifPresent(detail -> found.add(new Alteration(version.id(), detail)));
      older.add(version.id());
    }
    return List.copyOf(found);
  }

  private static Optional<String> check(
      ContentTypeVersion version, Function<ContentTypeVersion, Optional<Snapshot>> contents) {
    try {
      Optional<Snapshot> content = contents.apply(version);
      if (content.isEmpty()) {
        return Optional.of("Its content is missing.");
      }
      boolean matches =
          content.get().checksum().equals(version.content())
              && ContentHash.of(content.get().bytes()).equals(version.contentHash());
      return matches ? Optional.empty() : Optional.of("Its content was replaced.");
    } catch (SnapshotCorrupt | MalformedJson e) {
      return Optional.of("Its content is corrupt.");
    }
  }

  /** A parent relation between two versions. */
  public record Edge(VersionId parent, VersionId child) {}

  /**
   * A version that was altered after its creation.
   *
   * @param detail the violation, as a sentence
   */
  public record Alteration(VersionId id, String detail) {}
}
