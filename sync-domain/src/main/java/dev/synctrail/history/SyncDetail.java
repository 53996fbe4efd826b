package dev.synctrail.history;

/**
 * One sync with the result of verifying its payloads.
 *
 * @param intact whether all its payloads, including those of its exchanges, exist and match their
 *     checksums
 */
public record SyncDetail(SyncSummary sync, boolean intact) {}
