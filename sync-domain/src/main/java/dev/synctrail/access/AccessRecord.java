package dev.synctrail.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did, or was kept from doing, that others must be able to ask about.
 *
 * @param number its place in the log; zero until it is kept
 * @param actor who, or null for nobody known
 * @param proof what the actor showed, or null for nothing that was accepted
 * @param right which right was used, or was missing; null where none was asked for yet
 * @param method the HTTP method
 * @param target path and query below the application's root
 * @param address where the request came from
 * @param details JSON, such as what was there before and after a change, without secrets
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

  /** What is recorded. */
  public enum Kind {
    /** Payloads were given out, compared or searched. */
    PAYLOAD_READ,
    /** History was taken away as a file. */
    EXPORTED,
    /** Something was administered, or decided by hand. */
    CHANGED,
    /** Somebody was kept out, or kept from something. */
    DENIED,
    /** A person signed in. */
    SIGNED_IN
  }
}
