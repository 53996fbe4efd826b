package dev.synctrail.history;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a payload without reading it.
 *
 * @param checksum of the whole original
 * @param originalSize of the whole original, in bytes
 * @param storedSize in bytes, after truncation and compression
 * @param truncated whether only the beginning of an oversize payload is kept
 * @param timestamp when it was recorded for this sync
 * @param purged null while it is kept
 */
public record StoredPayload(
    Checksum checksum,
    int originalSize,
    int storedSize,
    boolean compressed,
    boolean truncated,
    Instant timestamp,
    @Nullable PurgeRecord purged) {}
