package dev.synctrail.platform;

/** Why a push or pull did not do what was wanted, in one word that can be counted. */
public enum FailureClass {
  /** The credentials were refused (401 twice, or the token endpoint said no). */
  UNAUTHORIZED(false),
  /** The credentials are known but may not do this (403). */
  FORBIDDEN(false),
  /** The platform says itself that it has no such type, or no such place (404, 410). */
  NOT_FOUND(false),
  /** The platform holds something that excludes this (409). */
  CONFLICT(false),
  /** The live state is not the one that was expected (412, or seen before writing). */
  PRECONDITION_FAILED(false),
  /** After an unknown outcome the live state is neither what was sent nor what was before. */
  CONFLICT_AFTER_UNKNOWN(false),
  /** The platform fears loss of data and was not told to ignore it (400 of that kind). */
  BREAKING_CHANGE(false),
  /** The platform understood and refused (other 4xx). */
  REJECTED(false),
  /** The platform has taken it and not done it yet (202). */
  ACCEPTED(true),
  /** Too many requests (429). */
  RATE_LIMITED(true),
  /** The platform answered that it cannot now (5xx). */
  UNAVAILABLE(true),
  /** No connection could be made; no byte of the request left. */
  CONNECT_FAILED(true),
  /** No answer in time. */
  TIMEOUT(true),
  /** The connection broke before the answer was whole. */
  CONNECTION_RESET(true),
  /** The answer is not what the protocol promises: bad JSON, truncated, unexpected status. */
  MALFORMED_ANSWER(true),
  /** The platform said that it is done and did not show what it stored (such as 204). */
  UNCONFIRMED(true),
  /** A 404 or 410 that is not the API's own, as from a proxy: it says nothing about the type. */
  INTERMEDIARY_ANSWER(true),
  /** The answer is larger than is kept. */
  ANSWER_TOO_LARGE(false),
  /** The payload is larger than is kept, so it was not sent. */
  PAYLOAD_TOO_LARGE(false),
  /** The content breaks the content-type rules, so it was not sent. */
  INVALID_CONTENT(false),
  /** The platform's API cannot say what should be there exactly, so it was not sent. */
  NOT_EXPRESSIBLE(false),
  /** Others still depend on what was to be removed, so it was not. */
  HAS_DEPENDENTS(false),
  /** A later push has gone out since, which must not be undone unseen. */
  SUPERSEDED(false),
  /** No credentials are configured for the platform, so nothing was sent. */
  NO_CREDENTIALS(false),
  /** The platform's base URL is outside the origin its credentials are bound to. */
  ORIGIN_NOT_ALLOWED(false),
  /** The platform was removed or cannot be spoken to by any adapter. */
  PLATFORM_GONE(false),
  /** Held back by people, by a pause or a change freeze. */
  HALTED(true),
  /** Cancelled before anything was written. */
  CANCELLED(false),
  /** What happened could not be recorded now, so the attempt came to nothing. */
  RECORDING_FAILED(true),
  /** What happened cannot be recorded, as the database refuses it for good. */
  UNRECORDABLE(false),
  /** The server stopped during the attempts, again and again. */
  INTERRUPTED(true),
  /** A defect of ours; the id in the message is in the log. */
  INTERNAL(true),
  /** Reported by a system that records its own pushes. */
  REPORTED(false);

  private final boolean retryable;

  FailureClass(boolean retryable) {
    this.retryable = retryable;
  }

  /** Tells whether the same request may succeed later without anyone changing anything. */
  public boolean isRetryable() {
    return retryable;
  }
}
