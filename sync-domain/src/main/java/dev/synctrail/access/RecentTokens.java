package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tokens that this server has read from the database within the last {@link #LIFETIME}, so that a
 * client that sends many requests does not cost a query for each.
 *
 * <p>A revoked token must be rejected by every server as soon as the revocation is answered. A
 * message to the other servers could arrive late or never; therefore the revocation waits. {@link
 * #LIFETIME} after its commit, no server uses a token that was read before.
 */
@ApplicationScoped
class RecentTokens {
  static final Duration LIFETIME = Duration.ofMillis(250);
  private static final int MAX_ENTRIES = 1_000;

  private final AccessTokens tokens;
  private final LongSupplier nanos;
  private final ConcurrentMap<Checksum, Entry> entries = new ConcurrentHashMap<>();

  @Inject
  RecentTokens(AccessTokens tokens) {
    this(tokens, System::nanoTime);
  }

  RecentTokens(AccessTokens tokens, LongSupplier nanos) {
    this.tokens = tokens;
    this.nanos = nanos;
  }

  /**
   * A token.
   *
   * @param readAt the time before it was read: a revocation after it may have been missed
   */
  private record Entry(Token token, long readAt) {}

  /** Returns a token by the hash of its secret, even if revoked. */
  Optional<Token> find(Checksum secretHash) {
    long now = nanos.getAsLong();
    Entry recent = entries.get(secretHash);
    if (recent != null && now - recent.readAt() < LIFETIME.toNanos()) {
      return Optional.of(recent.token());
    }
    Optional<Token> read = tokens.find(secretHash);
    if (entries.size() >= MAX_ENTRIES) {
      entries.clear();
    }
    read.ifPresent(token -> entries.put(secretHash, new Entry(token, now)));
    return read;
  }

  /** Reads a token again at its next use, because it was changed. */
  void forget(Checksum secretHash) {
    entries.remove(secretHash);
  }

  /** Returns when no server accepts the token any more. */
  void await(@Observes(during = TransactionPhase.AFTER_SUCCESS) TokenRevocation revocation) {
    long committed = System.nanoTime();
    boolean interrupted = false;
    long left = LIFETIME.toNanos();
    while (left > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true; // the server stops, but other servers do not
      }
      left = LIFETIME.toNanos() - (System.nanoTime() - committed);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
