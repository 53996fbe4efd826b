package dev.synctrail.history;

/**
 * One sync with the proof of its evidence.
 *
 * @param intact whether the stored bytes of all its payloads, those of its exchanges included, are
 *     there and still have their checksums
 */
public record SyncDetail(SyncSummary sync, boolean intact) {}
