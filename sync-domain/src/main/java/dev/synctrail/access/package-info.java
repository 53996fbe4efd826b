/**
 * Who may come in: tokens for machines, passwords for people, and keys that make a repeated request
 * harmless.
 *
 * <p>Decision: a token is 256 random bits and is kept as its SHA-256, which is enough for a secret
 * nobody chose; a password was chosen by a person, so it is kept as PBKDF2.
 */
@NullMarked
package dev.synctrail.access;

import org.jspecify.annotations.NullMarked;
