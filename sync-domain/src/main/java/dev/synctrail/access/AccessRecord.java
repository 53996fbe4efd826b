package dev.synctrail.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One allowed or denied access in the access log.
 *
 * @param number its number in the log; zero until it is stored
 * @param actor the authenticated user or client; for a failed sign-in the user of the entered name;
 *     or null
 * @param proof how the actor authenticated, or null
 * @param right the right that was used or missing; null if none was checked yet
 * @param method the HTTP method
 * @param target path and query relative to the application's root
 * @param address the remote address of the request
 * @param details JSON, such as the state before and after a change, without secrets
 */
public record AccessRecord(
    long number,
    Instant at,
    Kind kind,
    @Nullable String actor,
    Caller.@Nullable Proof proof,
    @Nullable Right right,
    String method,
    String target,
    String address,
    @Nullable String details) {

  /** The kind of access. */
  public enum Kind {
    /** Payloads were read, compared or searched. */
    PAYLOAD_READ,
    /** History was exported as a file. */
    EXPORTED,
    /** An administrative change or a manual decision was made. */
    CHANGED,
    /** Authentication or authorization failed. */
    DENIED,
    /** A user signed in. */
    SIGNED_IN,
    /** A user changed the own password. */
    PASSWORD_CHANGED,
    /** An invited user chose a password. */
    INVITATION_USED;

    /** Returns whether the record belongs to a change and is stored in its transaction. */
    boolean isChange() {
      return this == CHANGED || this == PASSWORD_CHANGED || this == INVITATION_USED;
    }
  }
}
