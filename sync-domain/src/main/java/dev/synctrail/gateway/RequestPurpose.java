package dev.synctrail.gateway;

/** The purpose of a request. */
public enum RequestPurpose {
  /** Requests an access token; its bodies are never recorded. */
  TOKEN,
  /** Reads the live state. */
  READ,
  /** Changes the live state. */
  WRITE,
  /** Reads the live state to determine what a write did. */
  READ_BACK
}
