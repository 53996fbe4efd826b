package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In-memory versions for tests of use cases; fulfills the same contract. */
public final class InMemoryVersions implements Versions {
  private final Map<VersionId, ContentTypeVersion> versions = new LinkedHashMap<>();
  private final NavigableMap<TypeKey, ContentTypeVersion> heads = new TreeMap<>();
  private final Map<Checksum, Snapshot> contents = new HashMap<>();

  @Override
  public synchronized <T> T exclusively(TypeKey typeKey, Supplier<T> work) {
    return work.get();
  }

  @Override
  public synchronized void save(ContentTypeVersion version, Snapshot content) {
    if (versions.putIfAbsent(version.id(), version) != null) {
      throw new IllegalStateException("The version " + version.id() + " already exists");
    }
    contents.put(content.checksum(), content);
    heads.put(version.typeKey(), version);
  }

  @Override
  public synchronized Optional<ContentTypeVersion> find(VersionId id) {
    return Optional.ofNullable(versions.get(id));
  }

  @Override
  public synchronized Optional<ContentTypeVersion> head(TypeKey typeKey) {
    return Optional.ofNullable(heads.get(typeKey));
  }

  @Override
  public synchronized Optional<Snapshot> content(ContentTypeVersion version) {
    return Optional.ofNullable(contents.get(version.content()));
  }

  @Override
  public synchronized List<ContentTypeVersion> list(
      VersionFilter filter, @Nullable Instant cursor, boolean backwards, int limit) {
    Comparator<ContentTypeVersion> oldestFirst =
        Comparator.comparing(ContentTypeVersion::createdAt);
    return matching(filter)
        .filter(
            version ->
                cursor == null
                    || (backwards
                        ? version.createdAt().isAfter(cursor)
                        : version.createdAt().isBefore(cursor)))
        .sorted(backwards ? oldestFirst : oldestFirst.reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long count(VersionFilter filter) {
    return matching(filter).count();
  }

  private Stream<ContentTypeVersion> matching(VersionFilter filter) {
    Instant from = filter.from();
    Instant until = filter.until();
    return versions.values().stream()
        .filter(version -> version.typeKey().equals(filter.typeKey()))
        .filter(version -> filter.author() == null || version.author().equals(filter.author()))
        .filter(version -> filter.source() == null || version.source() == filter.source())
        .filter(version -> from == null || !version.createdAt().isBefore(from))
        .filter(version -> until == null || version.createdAt().isBefore(until));
  }

  @Override
  public synchronized VersionTree tree(TypeKey typeKey) {
    return new VersionTree(typeKey, matching(VersionFilter.of(typeKey)).toList());
  }

  @Override
  public synchronized List<TypeKey> types() {
    return List.copyOf(heads.keySet());
  }

  @Override
  public synchronized List<ContentTypeVersion> heads(
      @Nullable TypeKey cursor, boolean backwards, int limit) {
    NavigableMap<TypeKey, ContentTypeVersion> part = heads;
    if (cursor != null) {
      part = backwards ? heads.headMap(cursor, false) : heads.tailMap(cursor, false);
    }
    return (backwards ? part.descendingMap() : part).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized long countTypes() {
    return heads.size();
  }
}
