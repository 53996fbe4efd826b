package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keeps tokens under the hash of their secret. Writes join the caller's transaction. */
public interface AccessTokens {

  /** Returns every token, revoked ones too, the newest first. */
  List<Token> all();

  /** Returns a token by its id, revoked or not. */
  Optional<Token> find(UUID id);

  /** Returns the token that was kept under the hash, revoked or not. */
  Optional<Token> find(Checksum secretHash);

  /** Tells whether a token was ever kept under one of the hashes. */
  boolean isAnyKept(Set<Checksum> secretHashes);

  /** Keeps a token; says no, and keeps nothing, when its name was ever used. */
  boolean add(Token token, Checksum secretHash);

  /** Revokes a token; says whether it was there and valid. */
  boolean revoke(UUID id, Instant at);

  /** Notes when a token was last used, in a transaction of its own when there is none. */
  void used(UUID id, Instant at);
}
