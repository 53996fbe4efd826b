package dev.synctrail.snapshot;

/** How stored bytes relate to the original ones. */
public enum Encoding {
  IDENTITY,
  GZIP
}
