package dev.synctrail.access;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Records what was accessed, and tells who may do what and when that was last made use of.
 *
 * <p>That a right was used is noted at most once a minute and server, so it costs the paths that
 * are asked thousands of times a second one look into a map.
 */
@ApplicationScoped
@Transactional(SUPPORTS)
public class AccessAudit {
  private static final Duration COARSENESS = Duration.ofMinutes(1);
  private static final int REMEMBERED = 10_000;

  private final AccessLog log;
  private final AccessTokens tokens;
  private final ConsoleUsers users;
  private final SecretScan secrets;
  private final Clock clock;
  private final ConcurrentMap<Used, Instant> noted = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected AccessAudit() {
    this.log = null;
    this.tokens = null;
    this.users = null;
    this.secrets = null;
    this.clock = null;
  }

  @Inject
  public AccessAudit(AccessLog log, AccessTokens tokens, ConsoleUsers users, Clock clock) {
    this.log = log;
    this.tokens = tokens;
    this.users = users;
    this.secrets = new SecretScan(tokens);
    this.clock = clock;
  }

  private record Used(String actor, Caller.Proof proof, Right right) {}

  /** Notes that a caller makes use of a right. */
  public void used(Caller caller, Right right) {
    Instant now = clock.instant();
    Used use = new Used(caller.name(), caller.by(), right);
    Instant last = noted.get(use);
    if (last != null && now.isBefore(last.plus(COARSENESS))) {
      return;
    }
    if (noted.size() >= REMEMBERED) {
      noted.clear();
    }
    noted.put(use, now);
    log.used(use.actor(), use.proof(), right, now);
  }

  /**
   * Records what a caller does, or was kept from; when that fails the caller must not go on. A
   * token in the target is hidden: who may read the log must not come in by it.
   *
   * @param caller null for nobody known
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
    if (kind == AccessRecord.Kind.CHANGED) {
      log.changed(record);
    } else {
      log.noted(record);
    }
  }

  /** Returns who holds which right, and when it was last used. */
  public List<Holder> review() {
    Map<String, Map<Right, Instant>> used = new TreeMap<>();
    for (AccessLog.Use use : log.uses()) {
      used.computeIfAbsent(use.actor(), actor -> new EnumMap<>(Right.class))
          .merge(use.right(), use.lastAt(), (a, b) -> a.isAfter(b) ? a : b);
    }
    Instant now = clock.instant();
    List<Holder> holders = new ArrayList<>();
    for (ConsoleUser user : users.all()) {
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
              taken(used, user.name())));
    }
    for (Token token : tokens.all()) {
      holders.add(
          new Holder(
              token.name(),
              Holder.Kind.TOKEN,
              token.role(),
              token.isValid(now),
              token.createdAt(),
              token.createdBy(),
              token.expiresAt(),
              token.lastUsedAt(),
              taken(used, token.name())));
    }
    used.forEach(
        (name, rights) ->
            holders.add(
                new Holder(
                    name, Holder.Kind.ELSEWHERE, null, true, null, null, null, null, rights)));
    return holders;
  }

  private static Map<Right, Instant> taken(Map<String, Map<Right, Instant>> used, String name) {
    Map<Right, Instant> own = used.remove(name);
    return own == null ? Map.of() : own;
  }

  /** Returns what was kept, the newest first, or nearest first when backwards. */
  public List<AccessRecord> page(
      AccessLog.Filter filter, @Nullable Long beside, boolean backwards, int limit) {
    return log.page(filter, beside, backwards, limit);
  }

  /** Counts what {@link #page} would give without a limit. */
  public long count(AccessLog.Filter filter) {
    return log.count(filter);
  }

  /** What of a request is recorded. */
  public record Request(String method, String target, String address) {}

  /**
   * Somebody who may do something.
   *
   * @param role null for those who are managed elsewhere
   * @param admitted whether it would be let in now
   * @param lastUsed when each right was last used
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

    /** Returns what the holder may do; of those who are managed elsewhere, what they did. */
    public Set<Right> rights() {
      return role == null ? lastUsed.keySet() : role.rights();
    }

    /** What proves who the holder is. */
    public enum Kind {
      /** A person with a password. */
      PERSON,
      /** A token of ours. */
      TOKEN,
      /** A person or machine that another issuer vouches for. */
      ELSEWHERE
    }
  }
}
