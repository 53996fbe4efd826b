package dev.synctrail.tlog;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the log that can be fetched on its own (C2SP tlog-tiles): up to 256 hashes of one level
 * of the tree, or the bundle of up to 256 entries.
 *
 * @param level the level of the tile, each of which spans eight levels of the tree, or {@value
 *     #ENTRIES} for an entry bundle
 * @param number the number of the tile at its level
 * @param width the number of hashes or entries; {@value #FULL} if it is full
 */
public record LogTile(int level, long number, int width) {
  /** The number of hashes or entries of a full tile. */
  public static final int FULL = 256;

  /** The level of entry bundles. */
  public static final int ENTRIES = -1;

  /** How many levels of the tree a tile spans. */
  static final int HEIGHT = 8;

  /** The highest level: a tree has at most 2^63 - 1 leaves. */
  public static final int MAX_LEVEL = 7;

  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|[0-7])/((?:x[0-9]{3}/){0,6}[0-9]{3})"
              + "(?:\\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?");

  /**
   * @throws MalformedLog if there can be no such tile
   */
  public LogTile {
    if (level < ENTRIES || level > MAX_LEVEL || number < 0 || width < 1 || width > FULL) {
      throw new MalformedLog(
          "There is no tile " + number + " of level " + level + " and width " + width);
    }
  }

  /**
   * Returns the tile at a path, such as {@code tile/1/x001/067.p/12}.
   *
   * @throws MalformedLog if it is not the path of a tile
   */
  public static LogTile parse(String path) {
    Matcher matcher = PATH.matcher(path);
    String digits = matcher.matches() ? matcher.group(2).replaceAll("[x/]", "") : "";
    if (digits.isEmpty() || (digits.length() > 3 && digits.startsWith("000"))) {
      throw new MalformedLog("Not the path of a tile: " + path);
    }
    String level = matcher.group(1);
    String width = matcher.group(3);
    try {
      return new LogTile(
          level.equals("entries") ? ENTRIES : Integer.parseInt(level),
          Long.parseLong(digits),
          width == null ? FULL : Integer.parseInt(width));
    } catch (NumberFormatException e) {
      throw new MalformedLog("The number of the tile is too large: " + path);
    }
  }

  /** Returns the path relative to the prefix of the log. */
  public String path() {
    StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "%03d", number % 1_000));
    for (long rest = number / 1_000; rest > 0; rest /= 1_000) {
      path.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1_000));
    }
    path.insert(0, "tile/" + (level == ENTRIES ? "entries" : level) + "/");
    return width == FULL ? path.toString() : path.append(".p/").append(width).toString();
  }

  /**
   * Returns whether the tile is in a tree of this size: complete, or with all it has at the end.
   */
  public boolean isIn(long treeSize) {
    long stored = treeSize >>> (HEIGHT * Math.max(level, 0));
    return number <= stored >>> HEIGHT && stored - (number << HEIGHT) >= width;
  }

  /** Returns the tile that contains a hash, with the width that it has in a tree of this size. */
  static LogTile containing(HashCoordinate hash, long treeSize) {
    int level = hash.level() / HEIGHT;
    long number = (hash.index() << (hash.level() % HEIGHT)) >>> HEIGHT;
    long width = (treeSize >>> (HEIGHT * level)) - (number << HEIGHT);
    return new LogTile(level, number, (int) Math.min(width, FULL));
  }

  /** Computes a hash of the tree from the lowest level of the hashes of this tile. */
  Hash hash(HashCoordinate hash, byte[] hashes) {
    int height = hash.level() % HEIGHT;
    int first = (int) ((hash.index() << height) - (number << HEIGHT));
    return subtree(hashes, first, height);
  }

  private static Hash subtree(byte[] hashes, int first, int height) {
    if (height == 0) {
      return Hash.in(hashes, first);
    }
    int half = 1 << (height - 1);
    return Hash.ofNode(
        subtree(hashes, first, height - 1), subtree(hashes, first + half, height - 1));
  }

  /** Computes the hash of a full tile, which the level above contains. */
  static Hash root(byte[] hashes) {
    return subtree(hashes, 0, HEIGHT);
  }
}
