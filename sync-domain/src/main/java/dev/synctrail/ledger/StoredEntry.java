package dev.synctrail.ledger;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose facts are compared with the rows.
 *
 * @param leaf the index of its leaf; null if it waits for one
 * @param entry the entry
 * @param salt the salt of its commitments; null if it is not stored
 * @param subjects the syncs and runs by which it is found
 */
public record StoredEntry(
    @Nullable Long leaf, LedgerEntry entry, @Nullable Salt salt, Set<UUID> subjects) {
  public StoredEntry {
    subjects = Set.copyOf(subjects);
  }
}
