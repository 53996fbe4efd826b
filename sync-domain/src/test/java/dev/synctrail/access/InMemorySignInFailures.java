package dev.synctrail.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** In-memory failures for tests of use cases. */
final class InMemorySignInFailures implements SignInFailures {
  private final Map<String, Failed> byNameAndAddress = new HashMap<>();

  @Override
  public Optional<Failed> of(String name, String address) {
    return Optional.ofNullable(byNameAndAddress.get(key(name, address)));
  }

  @Override
  public void failed(String name, String address, Instant at) {
    byNameAndAddress.merge(
        key(name, address), new Failed(1, at), (old, one) -> new Failed(old.times() + 1, at));
  }

  @Override
  public void forget(String name, String address) {
    byNameAndAddress.remove(key(name, address));
  }

  private static String key(String name, String address) {
    return name + "\n" + address;
  }
}
