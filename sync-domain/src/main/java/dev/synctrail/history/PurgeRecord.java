package dev.synctrail.history;

import java.time.Instant;
import java.util.UUID;

/** What is left of a sync's payloads beside their checksums and sizes: who took them, and when. */
public record PurgeRecord(UUID purgeId, Instant at) {}
