/**
 * Authentication and authorization: access tokens for clients, passwords for users, rights and
 * roles, the access log, and idempotency keys.
 *
 * <p>Decision: a token is 256 random bits and is stored as its SHA-256, which is sufficient for a
 * random secret. A password is chosen by a person and is therefore stored as a PBKDF2 hash.
 *
 * <p>Decision: a server remembers a valid token for a moment, and a revocation waits for that
 * moment instead of telling the other servers. No message has to arrive for a revoked token to be
 * rejected.
 */
@NullMarked
package dev.synctrail.access;

import org.jspecify.annotations.NullMarked;
