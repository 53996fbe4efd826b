package dev.synctrail.history;

import java.time.Instant;
import java.util.UUID;

/** States which purge or erasure removed a sync's payloads, and when. Their sizes remain. */
public record PurgeRecord(UUID purgeId, Instant at) {}
