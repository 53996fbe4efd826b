package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** In-memory idempotency keys; fulfills the same contract. */
public final class InMemoryIdempotencyKeys implements IdempotencyKeys {
  private final Map<Key, StoredClaim> claims = new HashMap<>();

  private record StoredClaim(Checksum request, UUID claim, Instant at, @Nullable Answer answer) {}

  @Override
  public synchronized Claim claim(Key key, Checksum request, UUID claim, Instant now) {
    claims.values().removeIf(one -> !one.at().isAfter(now.minus(KEPT)));
    StoredClaim before = claims.get(key);
    boolean crashed =
        before != null
            && before.answer() == null
            && before.request().equals(request)
            && !before.at().isAfter(now.minus(RUNNING));
    if (before == null || crashed) {
      claims.put(key, new StoredClaim(request, claim, now, null));
      return Claim.MINE;
    }
    if (!before.request().equals(request)) {
      return Claim.OTHER_REQUEST;
    }
    return before.answer() == null ? Claim.RUNNING : new Claim(Verdict.ANSWERED, before.answer());
  }

  @Override
  public synchronized void answered(Key key, UUID claim, Answer answer) {
    claims.computeIfPresent(
        key,
        (same, one) ->
            one.claim().equals(claim) && one.answer() == null
                ? new StoredClaim(one.request(), claim, one.at(), answer)
                : one);
  }

  @Override
  public synchronized void release(Key key, UUID claim) {
    claims.computeIfPresent(
        key, (same, one) -> one.claim().equals(claim) && one.answer() == null ? null : one);
  }
}
