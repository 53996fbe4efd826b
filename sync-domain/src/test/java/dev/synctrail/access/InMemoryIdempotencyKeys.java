package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Idempotency keys without a database; held to the same contract. */
public final class InMemoryIdempotencyKeys implements IdempotencyKeys {
  private final Map<Key, Held> held = new HashMap<>();

  private record Held(Checksum request, UUID claim, Instant at, @Nullable Answer answer) {}

  @Override
  public synchronized Claim claim(Key key, Checksum request, UUID claim, Instant now) {
    held.values().removeIf(one -> !one.at().isAfter(now.minus(KEPT)));
    Held before = held.get(key);
    boolean dead =
        before != null
            && before.answer() == null
            && before.request().equals(request)
            && !before.at().isAfter(now.minus(RUNNING));
    if (before == null || dead) {
      held.put(key, new Held(request, claim, now, null));
      return Claim.MINE;
    }
    if (!before.request().equals(request)) {
      return Claim.OTHER_REQUEST;
    }
    return before.answer() == null ? Claim.RUNNING : new Claim(Verdict.ANSWERED, before.answer());
  }

  @Override
  public synchronized void answered(Key key, UUID claim, Answer answer) {
    held.computeIfPresent(
        key,
        (same, one) ->
            one.claim().equals(claim) && one.answer() == null
                ? new Held(one.request(), claim, one.at(), answer)
                : one);
  }

  @Override
  public synchronized void release(Key key, UUID claim) {
    held.computeIfPresent(
        key, (same, one) -> one.claim().equals(claim) && one.answer() == null ? null : one);
  }
}
