package dev.synctrail.web.console;

import dev.synctrail.access.IdempotencyKeys;
import dev.synctrail.access.IdempotencyKeys.Answer;
import dev.synctrail.access.IdempotencyKeys.Claim;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Starts the action of a form once, however often the form is submitted. Each rendered form has a
 * key of its own; a repeated submit leads to the page of the first one.
 */
@ApplicationScoped
public class SubmitOnce {
  private static final String LOCATION = "Location";
  private static final byte[] NOTHING = {};

  /** A second click arrives within milliseconds of the first, which takes less than a second. */
  private static final int MAX_WAIT_MS = 5_000;

  private static final int POLL_INTERVAL_MS = 50;

  private final IdempotencyKeys keys;
  private final Clock clock;

  @Inject
  SubmitOnce(IdempotencyKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Starts the action, unless the same form was submitted before. If the first submit is still
   * running, waits for it for up to five seconds, so that a double click leads to its page.
   *
   * @param form all values of the form, including its key
   * @param start starts the action and returns the page to show
   * @return that page; empty while the first submit is still running
   */
  public Optional<String> start(String actor, String form, Supplier<String> start) {
    Checksum request = Checksum.of(form.getBytes(StandardCharsets.UTF_8));
    IdempotencyKeys.Key key = new IdempotencyKeys.Key("console " + actor, request.hex());
    UUID attempt = UUID.randomUUID();
    Claim claim = keys.claim(key, request, attempt, clock.instant());
    for (int waited = 0;
        claim.verdict() == IdempotencyKeys.Verdict.RUNNING && waited < MAX_WAIT_MS;
        waited += POLL_INTERVAL_MS) {
      try {
        Thread.sleep(POLL_INTERVAL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      claim = keys.claim(key, request, attempt, clock.instant());
    }
    return switch (claim.verdict()) {
      case MINE -> Optional.of(begin(key, attempt, start));
      case ANSWERED -> Optional.ofNullable(claim.answer()).map(SubmitOnce::location);
      case RUNNING, OTHER_REQUEST -> Optional.empty();
    };
  }

  private String begin(IdempotencyKeys.Key key, UUID attempt, Supplier<String> start) {
    String page;
    try {
      page = start.get();
    } catch (RuntimeException e) {
      keys.release(key, attempt);
      throw e;
    }
    keys.answered(
        key,
        attempt,
        new Answer(303, List.of(new Answer.Header(LOCATION, page)), Snapshot.of(NOTHING)));
    return page;
  }

  private static String location(Answer answer) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(LOCATION))
        .map(Answer.Header::value)
        .findFirst()
        .orElseThrow();
  }
}
