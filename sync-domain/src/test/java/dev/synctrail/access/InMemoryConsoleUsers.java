package dev.synctrail.access;

import dev.synctrail.snapshot.Checksum;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** In-memory users for tests of use cases. */
public final class InMemoryConsoleUsers implements ConsoleUsers {
  private final Map<String, ConsoleUser> byName = new TreeMap<>();
  private final Map<Checksum, String> invited = new HashMap<>();

  @Override
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  @Override
  public List<ConsoleUser> all() {
    return List.copyOf(byName.values());
  }

  @Override
  public Optional<ConsoleUser> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public boolean add(ConsoleUser user) {
    return byName.putIfAbsent(user.name(), user) == null;
  }

  @Override
  public void lock() {}

  private void replace(String name, UnaryOperator<ConsoleUser> by) {
    byName.computeIfPresent(name, (same, user) -> by.apply(user));
  }

  @Override
  public void change(String name, Role role, @Nullable Instant disabledAt) {
    replace(
        name,
        user ->
            new ConsoleUser(
                name,
                role,
                user.passwordHash(),
                user.mustChange(),
                user.createdAt(),
                user.createdBy(),
                user.passwordChangedAt(),
                user.lastUsedAt(),
                disabledAt,
                user.invitedUntil()));
  }

  @Override
  public void password(String name, String hash, boolean mustChange, Instant at) {
    replace(
        name,
        user ->
            new ConsoleUser(
                name,
                user.role(),
                hash,
                mustChange,
                user.createdAt(),
                user.createdBy(),
                at,
                user.lastUsedAt(),
                user.disabledAt(),
                null));
    invited.values().remove(name);
  }

  @Override
  public void used(String name, Instant at) {
    replace(
        name,
        user ->
            new ConsoleUser(
                name,
                user.role(),
                user.passwordHash(),
                user.mustChange(),
                user.createdAt(),
                user.createdBy(),
                user.passwordChangedAt(),
                at,
                user.disabledAt(),
                user.invitedUntil()));
  }

  @Override
  public void invite(String name, Checksum secretHash, Instant until, Instant at) {
    withPassword(name, null, at, until);
    invited.put(secretHash, name);
  }

  @Override
  public void withdrawInvitation(String name) {
    find(name)
        .ifPresent(user -> withPassword(name, user.passwordHash(), user.passwordChangedAt(), null));
  }

  private void withPassword(
      String name, @Nullable String hash, Instant at, @Nullable Instant until) {
    invited.values().remove(name);
    replace(
        name,
        user ->
            new ConsoleUser(
                name,
                user.role(),
                hash,
                false,
                user.createdAt(),
                user.createdBy(),
                at,
                user.lastUsedAt(),
                user.disabledAt(),
                until));
  }

  @Override
  public Optional<ConsoleUser> findInvited(Checksum secretHash) {
    return Optional.ofNullable(invited.get(secretHash)).flatMap(this::find);
  }
}
