package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was answered to a request that carried a key, so that repeating it starts nothing
 * twice.
 *
 * <p>A claim is decided by one statement, so of two that come together one wins. Each method is a
 * transaction of its own.
 */
public interface IdempotencyKeys {
  /** How long an answer is given again. */
  Duration KEPT = Duration.ofHours(24);

  /**
   * How long a claim without an answer excludes the same request: no request lasts longer, so its
   * server must have died.
   */
  Duration RUNNING = Duration.ofMinutes(2);

  /**
   * Claims a key for a request.
   *
   * @param request what makes two requests the same
   * @param claim names this very attempt
   */
  Claim claim(Key key, Checksum request, UUID claim, Instant now);

  /** Keeps the answer, unless the claim was taken over meanwhile. */
  void answered(Key key, UUID claim, Answer answer);

  /** Gives the key back because nothing was started, unless the claim was taken over meanwhile. */
  void release(Key key, UUID claim);

  /** Names a key within what its caller made up. */
  record Key(String caller, String value) {}

  /**
   * What was answered.
   *
   * @param headers those that tell where the thing is that was started
   */
  record Answer(int status, List<Header> headers, Snapshot body) {

    public Answer {
      headers = List.copyOf(headers);
    }

    /** One header line. */
    public record Header(String name, String value) {}
  }

  /**
   * How a claim went.
   *
   * @param answer the first answer, when {@code ANSWERED}
   */
  record Claim(Verdict verdict, @Nullable Answer answer) {
    /** The key is this attempt's. */
    public static final Claim MINE = new Claim(Verdict.MINE, null);

    /** The same request is being worked on. */
    public static final Claim RUNNING = new Claim(Verdict.RUNNING, null);

    /** The key was used for another request. */
    public static final Claim OTHER_REQUEST = new Claim(Verdict.OTHER_REQUEST, null);
  }

  /** The four ways a claim goes. */
  enum Verdict {
    MINE,
    RUNNING,
    ANSWERED,
    OTHER_REQUEST
  }
}
