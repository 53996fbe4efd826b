package dev.synctrail.deployment;

import dev.synctrail.version.VersionId;

/** Thrown when there is no such version to push. */
public final class UnknownVersion extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownVersion(VersionId id) {
    super("Unknown version: " + id.hex());
  }
}
