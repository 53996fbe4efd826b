package dev.synctrail.tlog;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A tree that leaves are appended to. It holds only the tiles of its right edge, at most one for
 * each level, whatever its size.
 */
public final class Tree {
  private final Map<Integer, ByteArrayOutputStream> edge = new TreeMap<>();
  private final Map<Place, byte[]> filled = new LinkedHashMap<>();
  private final Set<Integer> grown = new TreeSet<>();
  private long size;

  private Tree(long size) {
    this.size = size;
  }

  /** Returns the tree without leaves. */
  public static Tree empty() {
    return new Tree(0);
  }

  /** Returns the tree of this size, whose right edge is read from its tiles. */
  public static Tree load(long size, LogTiles tiles) {
    Tree tree = new Tree(size);
    List<LogTile> edge = new ArrayList<>();
    for (int level = 0; level <= LogTile.MAX_LEVEL; level++) {
      long hashes = size >>> (LogTile.HEIGHT * level);
      int width = (int) (hashes % LogTile.FULL);
      if (width > 0) {
        edge.add(new LogTile(level, hashes / LogTile.FULL, width));
      }
    }
    Map<LogTile, byte[]> stored = edge.isEmpty() ? Map.of() : tiles.read(Set.copyOf(edge));
    for (LogTile tile : edge) {
      byte[] hashes = Objects.requireNonNull(stored.get(tile));
      tree.edge(tile.level()).write(hashes, 0, tile.width() * Hash.LENGTH);
    }
    return tree;
  }

  /** Returns a tree that is continued independently. It has no changes yet. */
  public Tree copy() {
    Tree copy = new Tree(size);
    edge.forEach((level, hashes) -> copy.edge(level).writeBytes(hashes.toByteArray()));
    return copy;
  }

  /** Returns the number of leaves. */
  public long size() {
    return size;
  }

  /** Appends a leaf and returns its index. */
  public long append(Hash leaf) {
    add(0, leaf);
    return size++;
  }

  private void add(int level, Hash hash) {
    ByteArrayOutputStream tile = edge(level);
    tile.writeBytes(hash.bytes());
    grown.add(level);
    if (tile.size() == LogTile.FULL * Hash.LENGTH) {
      byte[] hashes = tile.toByteArray();
      tile.reset();
      grown.remove(level);
      long number = size >>> (LogTile.HEIGHT * (level + 1));
      filled.put(new Place(level, number), hashes);
      add(level + 1, LogTile.root(hashes));
    }
  }

  private ByteArrayOutputStream edge(int level) {
    return edge.computeIfAbsent(level, absent -> new ByteArrayOutputStream());
  }

  /** Returns the root (RFC 6962, section 2.1). */
  public Hash root() {
    return new Proofs(this::read).root(size);
  }

  private Map<LogTile, byte[]> read(Set<LogTile> tiles) {
    Map<LogTile, byte[]> hashes = new LinkedHashMap<>();
    tiles.forEach(tile -> hashes.put(tile, edge(tile.level()).toByteArray()));
    return hashes;
  }

  /** Returns the tiles that have grown since the last call, and forgets the full ones. */
  public Map<LogTile, byte[]> takeChanges() {
    Map<LogTile, byte[]> changes = new LinkedHashMap<>();
    filled.forEach(
        (place, hashes) ->
            changes.put(new LogTile(place.level(), place.number(), LogTile.FULL), hashes));
    for (int level : grown) {
      byte[] hashes = edge(level).toByteArray();
      long number = size >>> (LogTile.HEIGHT * (level + 1));
      changes.put(new LogTile(level, number, hashes.length / Hash.LENGTH), hashes);
    }
    filled.clear();
    grown.clear();
    return changes;
  }

  private record Place(int level, long number) {}
}
