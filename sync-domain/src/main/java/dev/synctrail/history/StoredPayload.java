package dev.synctrail.history;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a stored payload without reading it.
 *
 * @param checksum the checksum of the complete original; once it was purged, its commitment in the
 *     ledger
 * @param originalSize the size of the complete original, in bytes
 * @param storedSize the size in bytes after truncation and compression
 * @param truncated whether only the beginning of an oversize payload is stored
 * @param timestamp the time at which it was recorded for this sync
 * @param purged null unless it was purged
 */
public record StoredPayload(
    Checksum checksum,
    int originalSize,
    int storedSize,
    boolean compressed,
    boolean truncated,
    Instant timestamp,
    @Nullable PurgeRecord purged) {}
