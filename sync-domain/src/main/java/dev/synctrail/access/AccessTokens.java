package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Stores access tokens under the hash of their secret. Writes join the caller's transaction. */
public interface AccessTokens {

  /** Returns all tokens, including revoked ones, newest first. */
  List<Token> all();

  /** Returns a token by its id, even if revoked. */
  Optional<Token> find(UUID id);

  /** Returns a token by the hash of its secret, even if revoked. */
  Optional<Token> find(Checksum secretHash);

  /** Returns whether a token with one of the hashes was ever stored. */
  boolean isAnyStored(Set<Checksum> secretHashes);

  /** Stores a token. Returns false and stores nothing if its name was ever used. */
  boolean add(Token token, Checksum secretHash);

  /** Revokes a token and returns whether it existed and was not revoked. */
  boolean revoke(UUID id, Instant at);

  /** Records the last use of a token, in its own transaction if there is none. */
  void used(UUID id, Instant at);
}
