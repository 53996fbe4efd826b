package dev.synctrail.version;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.TypeKey;
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

/** The whole lineage of one type, to be walked and to be proved. */
public final class VersionTree {
  private static final Comparator<ContentTypeVersion> AGE =
      Comparator.comparing(ContentTypeVersion::createdAt)
          .thenComparing(version -> version.id().hex());

  private final TypeKey typeKey;
  private final Map<VersionId, ContentTypeVersion> versions = new LinkedHashMap<>();

  /**
   * Makes the tree of some versions, in any order.
   *
   * @throws IllegalArgumentException when one is of another type
   */
  public VersionTree(TypeKey typeKey, Collection<ContentTypeVersion> versions) {
    this.typeKey = typeKey;
    versions.stream()
        .sorted(AGE)
        .forEach(
            version -> {
              if (!version.typeKey().equals(typeKey)) {
                throw new IllegalArgumentException(
                    "The version " + version.id() + " is not of " + typeKey);
              }
              this.versions.put(version.id(), version);
            });
  }

  public TypeKey typeKey() {
    return typeKey;
  }

  /** Returns the versions, the oldest first. */
  public List<ContentTypeVersion> nodes() {
    return List.copyOf(versions.values());
  }

  /** Returns which version builds on which, in the order of the building ones. */
  public List<Edge> edges() {
    return versions.values().stream()
        .flatMap(version -> version.parents().stream().map(p -> new Edge(p, version.id())))
        .toList();
  }

  /** Tells whether the version is in the tree. */
  public boolean has(VersionId id) {
    return versions.containsKey(id);
  }

  /**
   * Returns the nearest version that both build on, as {@code git merge-base} does: a common
   * ancestor that is no ancestor of another one, which the newest never is. A version counts among
   * its own ancestors. Empty when there is none.
   */
  public Optional<ContentTypeVersion> commonAncestor(VersionId a, VersionId b) {
    Set<VersionId> common = ancestors(List.of(a));
    common.retainAll(ancestors(List.of(b)));
    return common.stream().map(versions::get).max(AGE);
  }

  private Set<VersionId> ancestors(Collection<VersionId> from) {
    Set<VersionId> seen = new HashSet<>();
    Deque<VersionId> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      VersionId id = open.pop();
      if (versions.containsKey(id) && seen.add(id)) {
        open.addAll(parents(id));
      }
    }
    return seen;
  }

  private List<VersionId> parents(VersionId id) {
    ContentTypeVersion version = versions.get(id);
    return version == null ? List.of() : version.parents();
  }

  /**
   * Proves the tree from its root on: recomputes every id, looks for every parent, and hashes every
   * content again.
   *
   * @param contents finds the exact bytes of a version
   * @return what does not fit, the oldest version first; empty when all is as it was made
   */
  public List<Alteration> alterations(Function<ContentTypeVersion, Optional<Snapshot>> contents) {
    List<Alteration> found = new ArrayList<>();
    Set<VersionId> older = new HashSet<>();
    for (ContentTypeVersion version : versions.values()) {
      if (!version.fitsItsId()) {
        found.add(new Alteration(version.id(), "It does not say what its id was made from."));
      }
      for (VersionId parent : version.parents()) {
        if (!older.contains(parent)) {
          found.add(new Alteration(version.id(), "Its parent " + parent + " is not before it."));
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
        return Optional.of("Its content is not there.");
      }
      boolean fits =
          content.get().checksum().equals(version.content())
              && ContentHash.of(content.get().bytes()).equals(version.contentHash());
      return fits ? Optional.empty() : Optional.of("Its content is not the one it was made with.");
    } catch (SnapshotCorrupt | MalformedJson e) {
      return Optional.of("Its content is corrupt.");
    }
  }

  /** One version builds on another. */
  public record Edge(VersionId parent, VersionId child) {}

  /**
   * A version that is not as it was made.
   *
   * @param detail how that shows, as a sentence
   */
  public record Alteration(VersionId id, String detail) {}
}
