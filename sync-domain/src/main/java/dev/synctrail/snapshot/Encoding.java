package dev.synctrail.snapshot;

/** The encoding of stored bytes. */
public enum Encoding {
  IDENTITY,
  GZIP
}
