package dev.synctrail.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** People without a database, for use cases; held to the same contract. */
public final class InMemoryConsoleUsers implements ConsoleUsers {
  private final Map<String, ConsoleUser> byName = new HashMap<>();

  @Override
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  @Override
  public Optional<ConsoleUser> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public boolean add(ConsoleUser user) {
    return byName.putIfAbsent(user.name(), user) == null;
  }
}
