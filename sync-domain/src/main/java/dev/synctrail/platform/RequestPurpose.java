package dev.synctrail.platform;

/** Why a request was made. */
public enum RequestPurpose {
  /** Asking for an access token; its bodies are never recorded. */
  TOKEN,
  /** Looking at the live state. */
  READ,
  /** Changing the live state. */
  WRITE,
  /** Looking at the live state to find out what a write did. */
  READ_BACK
}
