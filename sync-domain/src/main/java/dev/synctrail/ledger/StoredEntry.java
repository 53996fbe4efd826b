package dev.synctrail.ledger;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose facts are compared with the rows.
 *
 * @param leaf the index of its leaf; null if it waits for one
 * @param entry the entry
 * @param salts the salts of its commitments
 * @param subjects the syncs and runs by which it is found
 */
public record StoredEntry(
    @Nullable Long leaf, LedgerEntry entry, EntrySalts salts, Set<UUID> subjects) {
  public StoredEntry {
    subjects = Set.copyOf(subjects);
  }
}
