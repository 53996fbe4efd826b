package dev.synctrail.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Failures without a database. */
final class InMemorySignInFailures implements SignInFailures {
  private final Map<String, Failed> byName = new HashMap<>();

  @Override
  public Optional<Failed> of(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public void failed(String name, Instant at) {
    byName.merge(name, new Failed(1, at), (old, one) -> new Failed(old.times() + 1, at));
  }

  @Override
  public void forget(String name) {
    byName.remove(name);
  }
}
