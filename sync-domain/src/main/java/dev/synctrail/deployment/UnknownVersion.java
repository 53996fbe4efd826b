package dev.synctrail.deployment;

import dev.synctrail.version.VersionId;

/** There is no such version, so it cannot be put anywhere. */
public final class UnknownVersion extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownVersion(VersionId id) {
    super("Unknown version: " + id.hex());
  }
}
