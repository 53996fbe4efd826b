package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores the response to a request with an idempotency key, so that a repeated request is not
 * executed twice.
 *
 * <p>A claim is a single statement, so exactly one of two concurrent claims succeeds. Each method
 * runs in its own transaction.
 */
public interface IdempotencyKeys {
  /** How long a response is stored. */
  Duration KEPT = Duration.ofHours(24);

  /**
   * How long a claim without a response blocks the same request. No request takes longer, so its
   * server must have crashed.
   */
  Duration RUNNING = Duration.ofMinutes(2);

  /**
   * Claims a key for a request.
   *
   * @param request a checksum that identifies equal requests
   * @param claim the id of this claim
   */
  Claim claim(Key key, Checksum request, UUID claim, Instant now);

  /** Stores the response, unless the claim was taken over. */
  void answered(Key key, UUID claim, Answer answer);

  /** Releases the key because nothing was started, unless the claim was taken over. */
  void release(Key key, UUID claim);

  /** An idempotency key, unique per caller. */
  record Key(String caller, String value) {}

  /**
   * A stored response.
   *
   * @param headers the headers that locate the created resource
   */
  record Answer(int status, List<Header> headers, Snapshot body) {

    public Answer {
      headers = List.copyOf(headers);
    }

    /** One header line. */
    public record Header(String name, String value) {}
  }

  /**
   * The result of a claim.
   *
   * @param answer the stored response if {@code ANSWERED}
   */
  record Claim(Verdict verdict, @Nullable Answer answer) {
    /** The key was claimed. */
    public static final Claim MINE = new Claim(Verdict.MINE, null);

    /** The same request is in progress. */
    public static final Claim RUNNING = new Claim(Verdict.RUNNING, null);

    /** The key was used for another request. */
    public static final Claim OTHER_REQUEST = new Claim(Verdict.OTHER_REQUEST, null);
  }

  /** The possible results of a claim. */
  enum Verdict {
    MINE,
    RUNNING,
    ANSWERED,
    OTHER_REQUEST
  }
}
