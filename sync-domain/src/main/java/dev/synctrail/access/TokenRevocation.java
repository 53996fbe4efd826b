package dev.synctrail.access;

import java.util.UUID;

/** A token is revoked by the current transaction. */
public record TokenRevocation(UUID id) {}
