package dev.synctrail.gateway;

/** The class of a failure, for counting and for deciding on a retry. */
public enum FailureClass {
  /** The credentials were rejected (401 twice, or by the token endpoint). */
  UNAUTHORIZED(false),
  /** The credentials are valid but lack the permission (403). */
  FORBIDDEN(false),
  /** The platform itself reports that it has no such type or path (404, 410). */
  NOT_FOUND(false),
  /** The request conflicts with other content of the platform (409). */
  CONFLICT(false),
  /** The live state is not the expected one (412, or found before writing). */
  PRECONDITION_FAILED(false),
  /**
   * After an unknown outcome, the live state is neither what was sent nor what was there before.
   */
  CONFLICT_AFTER_UNKNOWN(false),
  /** The platform warns of data loss and was not told to ignore it (400 of that kind). */
  BREAKING_CHANGE(false),
  /** The platform rejected the request (other 4xx). */
  REJECTED(false),
  /** The platform has accepted the request but not completed it yet (202). */
  ACCEPTED(true),
  /** Too many requests (429). */
  RATE_LIMITED(true),
  /** The platform reports that it is temporarily unable to respond (5xx). */
  UNAVAILABLE(true),
  /** No connection could be made; no byte of the request was sent. */
  CONNECT_FAILED(true),
  /** No response in time. */
  TIMEOUT(true),
  /** The connection broke before the response was complete. */
  CONNECTION_RESET(true),
  /** The response violates the protocol: invalid JSON, truncated, unexpected status. */
  MALFORMED_ANSWER(true),
  /** The platform reported success without showing what it stored (such as 204). */
  UNCONFIRMED(true),
  /**
   * A 404 or 410 that does not come from the API, such as from a proxy: it says nothing about the
   * type.
   */
  INTERMEDIARY_ANSWER(true),
  /** The response exceeds the storage limit. */
  ANSWER_TOO_LARGE(false),
  /** The payload exceeds the storage limit, so it was not sent. */
  PAYLOAD_TOO_LARGE(false),
  /** The content violates the content-type rules, so it was not sent. */
  INVALID_CONTENT(false),
  /** The platform's API cannot express the exact state, so it was not sent. */
  NOT_EXPRESSIBLE(false),
  /** Other types still depend on the type to be removed, so it was not removed. */
  HAS_DEPENDENTS(false),
  /** A later push has been sent since, which must not be undone unseen. */
  SUPERSEDED(false),
  /** No credentials are configured for the platform, so nothing was sent. */
  NO_CREDENTIALS(false),
  /** The platform's base URL is outside the origin that its credentials are bound to. */
  ORIGIN_NOT_ALLOWED(false),
  /** The platform was removed, or there is no adapter for it. */
  PLATFORM_GONE(false),
  /** Blocked by a pause or a change freeze. */
  HALTED(true),
  /** Cancelled before anything was written. */
  CANCELLED(false),
  /** The result could not be recorded now, so the attempt failed. */
  RECORDING_FAILED(true),
  /** The result cannot be recorded, because the database rejects it permanently. */
  UNRECORDABLE(false),
  /** The server stopped during the attempts repeatedly. */
  INTERRUPTED(true),
  /** A defect of ours; the id in the message is in the log. */
  INTERNAL(true),
  /** Reported by a system that records its own pushes. */
  REPORTED(false);

  private final boolean retryable;

  FailureClass(boolean retryable) {
    this.retryable = retryable;
  }

  /** Returns whether the same request may succeed later without any change. */
  public boolean isRetryable() {
    return retryable;
  }
}
