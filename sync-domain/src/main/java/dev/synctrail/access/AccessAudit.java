package dev.synctrail.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Records access and reports which user or token holds which right and when it was last used.
 *
 * <p>The use of a right is recorded at most once per minute and server, so that frequently called
 * paths only need one map lookup.
 */
@ApplicationScoped
public class AccessAudit {
  private static final Duration RESOLUTION = Duration.ofMinutes(1);
  private static final int MAX_ENTRIES = 10_000;

  private final AccessLog log;
  private final AccessTokens tokens;
  private final ConsoleUsers users;
  private final SecretScan secrets;
  private final Clock clock;
  private final ConcurrentMap<Used, Instant> lastRecorded = new ConcurrentHashMap<>();

  @Inject
  public AccessAudit(AccessLog log, AccessTokens tokens, ConsoleUsers users, Clock clock) {
    this.log = log;
    this.tokens = tokens;
    this.users = users;
    this.secrets = new SecretScan(tokens);
    this.clock = clock;
  }

  private record Used(String actor, Caller.Proof proof, Right right) {}

  /** Records that a caller uses a right. */
  public void used(Caller caller, Right right) {
    Instant now = clock.instant();
    Used use = new Used(caller.name(), caller.by(), right);
    Instant last = lastRecorded.get(use);
    if (last != null && now.isBefore(last.plus(RESOLUTION))) {
      return;
    }
    if (lastRecorded.size() >= MAX_ENTRIES) {
      lastRecorded.clear();
    }
    lastRecorded.put(use, now);
    log.used(use.actor(), use.proof(), right, now);
  }

  /**
   * Records an allowed or denied access. If recording fails, the request must be aborted. Tokens in
   * the target are hidden, so that readers of the log cannot use them.
   *
   * @param caller null if not authenticated
   */
  public void record(
      AccessRecord.Kind kind,
      @Nullable Caller caller,
      @Nullable Right right,
      Request request,
      @Nullable String details) {
    AccessRecord record =
        new AccessRecord(
            0,
            clock.instant(),
            kind,
            caller == null ? null : caller.name(),
            caller == null ? null : caller.by(),
            right,
            request.method(),
            secrets.hide(request.target()),
            request.address(),
            details);
    if (kind.isChange()) {
      log.recordChange(record);
    } else {
      log.recordAccess(record);
    }
  }

  /**
   * Records a request that failed to authenticate.
   *
   * @param knownName the user of the entered name; null if there is none
   */
  public void refused(@Nullable String knownName, Request request) {
    log.recordAccess(
        new AccessRecord(
            0,
            clock.instant(),
            AccessRecord.Kind.DENIED,
            knownName,
            null,
            null,
            request.method(),
            secrets.hide(request.target()),
            request.address(),
            null));
  }

  /** Returns all holders of rights and when each right was last used. */
  public List<Holder> review() {
    Map<String, Map<Right, Instant>> used = new TreeMap<>();
    for (AccessLog.Use use : log.uses()) {
      used.computeIfAbsent(use.actor(), actor -> new EnumMap<>(Right.class))
          .merge(use.right(), use.lastAt(), (a, b) -> a.isAfter(b) ? a : b);
    }
    Instant now = clock.instant();
    List<Holder> holders = new ArrayList<>();
    Map<String, ConsoleUser> people = new HashMap<>();
    for (ConsoleUser user : users.all()) {
      people.put(user.name(), user);
      holders.add(
          new Holder(
              user.name(),
              Holder.Kind.PERSON,
              user.role(),
              user.isEnabled(),
              user.createdAt(),
              user.createdBy(),
              null,
              user.lastUsedAt(),
              removeUses(used, user.name())));
    }
    for (Token token : tokens.all()) {
      holders.add(
          new Holder(
              token.name(),
              Holder.Kind.TOKEN,
              token.role(),
              token.isValid(now) && token.isOwnerEntitled(people::get),
              token.createdAt(),
              token.createdBy(),
              token.expiresAt(),
              token.lastUsedAt(),
              removeUses(used, token.name())));
    }
    used.forEach(
        (name, rights) ->
            holders.add(
                new Holder(
                    name, Holder.Kind.ELSEWHERE, null, true, null, null, null, null, rights)));
    return holders;
  }

  private static Map<Right, Instant> removeUses(
      Map<String, Map<Right, Instant>> used, String name) {
    Map<Right, Instant> own = used.remove(name);
    return own == null ? Map.of() : own;
  }

  /** Returns a page of records, newest first, or nearest first if backwards. */
  public List<AccessRecord> page(
      AccessLog.Filter filter, @Nullable Long cursor, boolean backwards, int limit) {
    return log.page(filter, cursor, backwards, limit);
  }

  /** Returns the number of records that {@link #page} would return without a limit. */
  public long count(AccessLog.Filter filter) {
    return log.count(filter);
  }

  /** The recorded part of a request. */
  public record Request(String method, String target, String address) {}

  /**
   * A user or token that holds rights.
   *
   * @param role null if managed by another issuer
   * @param admitted whether it can authenticate now
   * @param lastUsed the time of the last use of each right
   */
  public record Holder(
      String name,
      Kind kind,
      @Nullable Role role,
      boolean admitted,
      @Nullable Instant createdAt,
      @Nullable String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      Map<Right, Instant> lastUsed) {

    public Holder {
      lastUsed = Map.copyOf(lastUsed);
    }

    /**
     * Returns the rights of the holder or, if it is managed by another issuer, the rights it has
     * used.
     */
    public Set<Right> rights() {
      return role == null ? lastUsed.keySet() : role.rights();
    }

    /** The kind of holder. */
    public enum Kind {
      /** A user with a password. */
      PERSON,
      /** A token issued by this system. */
      TOKEN,
      /** A user or client authenticated by another issuer. */
      ELSEWHERE
    }
  }
}
