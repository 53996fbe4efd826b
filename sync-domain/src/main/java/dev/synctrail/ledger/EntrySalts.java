package dev.synctrail.ledger;

import dev.synctrail.json.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The salts of the values of one entry: all are derived from its salt, until one of them is erased.
 * Then the others are stored and the salt of the entry is destroyed.
 *
 * <p>They are stored one after the other, in the order of the facts and of the names of their
 * columns. Zeros stand for a salt that was erased.
 */
public final class EntrySalts {
  /** The salt is lost, and nothing is stored in its place. */
  public static final EntrySalts LOST = new EntrySalts(null, Map.of(), Set.of());

  private static final byte[] ERASED = new byte[Salt.LENGTH];

  private final @Nullable Salt salt;
  private final Map<String, Salt> stored;
  private final Set<String> erased;

  private EntrySalts(@Nullable Salt salt, Map<String, Salt> stored, Set<String> erased) {
    this.salt = salt;
    this.stored = stored;
    this.erased = erased;
  }

  /** Returns the salts of an entry of which nothing was erased. */
  public static EntrySalts of(Salt salt) {
    return new EntrySalts(salt, Map.of(), Set.of());
  }

  /**
   * Returns the salts as they are stored with an entry.
   *
   * @param salt the salt of the entry; null once a value was erased
   * @param stored what is stored instead; null before
   * @return {@link #LOST} if it is neither
   */
  public static EntrySalts of(LedgerEntry entry, byte @Nullable [] salt, byte @Nullable [] stored) {
    if (salt != null && salt.length == Salt.LENGTH && stored == null) {
      return of(Salt.of(salt));
    }
    int values = entry.facts().stream().mapToInt(fact -> fact.commitments().size()).sum();
    if (salt != null || stored == null || stored.length != values * Salt.LENGTH) {
      return LOST;
    }
    Map<String, Salt> found = new HashMap<>();
    Set<String> erased = new HashSet<>();
    int from = 0;
    for (Fact fact : entry.facts()) {
      String key = key(fact);
      for (String column : new TreeMap<>(fact.commitments()).keySet()) {
        byte[] bytes = Arrays.copyOfRange(stored, from, from + Salt.LENGTH);
        if (Arrays.equals(bytes, ERASED)) {
          erased.add(place(fact.table(), key, column));
        } else {
          found.put(place(fact.table(), key, column), Salt.of(bytes));
        }
        from += Salt.LENGTH;
      }
    }
    return new EntrySalts(null, found, erased);
  }

  /**
   * Returns the salt of a value; null if it was erased or is lost.
   *
   * @param key the canonical JSON of the key of the row
   */
  public @Nullable Salt of(String table, String key, String column) {
    return salt == null ? stored.get(place(table, key, column)) : salt.of(table, key, column);
  }

  /** Returns whether the salt of a value was erased. */
  public boolean isErased(String table, String key, String column) {
    return erased.contains(place(table, key, column));
  }

  /** Returns whether no salt is known, though none was erased. */
  public boolean isLost() {
    return this == LOST;
  }

  /**
   * Returns what has to be stored in place of the salt of the entry to erase values.
   *
   * @param erasing decides about the columns of facts
   * @return null if none of the values of the entry is to be erased, or all of them are already
   */
  public byte @Nullable [] without(LedgerEntry entry, BiPredicate<Fact, String> erasing) {
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    boolean changed = false;
    for (Fact fact : entry.facts()) {
      String key = key(fact);
      for (Map.Entry<String, Commitment> value : new TreeMap<>(fact.commitments()).entrySet()) {
        String column = value.getKey();
        Salt known = of(fact.table(), key, column);
        if (known != null && erasing.test(fact, column)) {
          changed = true;
          known = null;
        }
        left.writeBytes(known == null ? ERASED : known.bytes());
      }
    }
    return changed ? left.toByteArray() : null;
  }

  private static String key(Fact fact) {
    return new String(CanonicalJson.of(fact.key()), StandardCharsets.UTF_8);
  }

  private static String place(String table, String key, String column) {
    return table + " " + key + " " + column;
  }
}
