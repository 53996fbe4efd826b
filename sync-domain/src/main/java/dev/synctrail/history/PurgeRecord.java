package dev.synctrail.history;

import java.time.Instant;
import java.util.UUID;

/** States which purge removed a sync's payloads, and when. Their checksums and sizes remain. */
public record PurgeRecord(UUID purgeId, Instant at) {}
