package dev.synctrail.persistence.retention;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.platform.RequestPurpose;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.retention.RetentionRules;
import dev.synctrail.retention.RetentionTarget;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trail of every kind with few payloads that many share, and what a purge does to it, plainly.
 */
final class RandomTrail {
  private static final List<String> TYPES = List.of("Article", "Hero", "Teaser");
  private static final List<String> PLATFORMS = List.of("cms", "sandbox");
  private static final List<SyncStatus> TERMINAL =
      List.of(SyncStatus.SUCCESS, SyncStatus.PARTIAL, SyncStatus.FAILED);

  private final Random random;
  private final Instant now;
  private final List<RunId> runs;
  private final List<PayloadReference> pool;
  private final Set<PayloadReference> ofVersions = new LinkedHashSet<>();
  private final List<Entry> entries = new ArrayList<>();

  RandomTrail(long seed, Instant now) {
    this.random = new Random(seed);
    this.now = now;
    this.runs = List.of(RunId.at(now), RunId.at(now));
    this.pool =
        IntStream.range(0, 150)
            .mapToObj(i -> Snapshot.ofText("payload " + i / 2 + " of " + seed))
            .map(PayloadReference::of)
            .map(e -> new PayloadReference(e.checksum(), e.originalSize(), random.nextInt(8) == 0))
            .distinct()
            .toList();
    for (int i = 0; i < 5; i++) {
      PayloadReference content = any(pool);
      ofVersions.add(new PayloadReference(content.checksum(), content.originalSize(), false));
    }
    for (int i = 0; i < 120; i++) {
      entries.add(entry());
    }
  }

  private Entry entry() {
    // to the millisecond at the edge of an age, often
    Instant at = now.minus(Duration.ofDays(random.nextInt(40))).plusMillis(random.nextInt(3) - 1L);
    SyncStatus status = any(List.of(SyncStatus.values()));
    Map<PayloadRole, PayloadReference> evidence = new EnumMap<>(PayloadRole.class);
    for (PayloadRole payloadRole : PayloadRole.values()) {
      if (random.nextInt(3) == 0) {
        evidence.put(payloadRole, any(pool));
      }
    }
    Intent intent =
        new Intent(
            SyncId.at(at),
            new TypeKey(any(TYPES)),
            new PlatformId(any(PLATFORMS)),
            any(List.of(Direction.values())),
            new Intent.Cause("ann", null, null, null, maybe(any(runs)), null, null),
            PushOptions.NONE,
            Recorder.ENGINE,
            at);
    boolean over = status.isTerminal();
    Failure failure = status == SyncStatus.FAILED ? Failure.of(FailureClass.REJECTED, "no") : null;
    Sync sync =
        new Sync(
            intent,
            Sync.VersionLink.NONE,
            Sync.Target.NONE,
            new Sync.State(
                status,
                null,
                null,
                failure,
                List.of(),
                0,
                null,
                over ? at : null,
                over ? SettledBy.ANSWER : null,
                evidence));
    List<Attempt> attempts = new ArrayList<>();
    List<Exchange> exchanges = new ArrayList<>();
    for (int number = 1; number <= random.nextInt(3); number++) {
      attempts.add(Attempt.reported(sync.id(), number, at, at, null, maybe(any(pool))));
      exchanges.add(exchange(sync.id(), number, at));
    }
    return new Entry(sync, attempts, exchanges);
  }

  private Exchange exchange(SyncId id, int attempt, Instant at) {
    return new Exchange(
        id.value(),
        attempt,
        1,
        RequestPurpose.READ,
        "GET",
        URI.create("https://cms.test"),
        List.of(),
        maybe(any(pool)),
        at,
        200,
        List.of(),
        maybe(any(pool)),
        at,
        null,
        null);
  }

  void write(EntityManager entityManager) {
    JpaSyncs syncs = new JpaSyncs(entityManager);
    for (Entry entry : entries) {
      syncs.add(entry.sync());
      entry.attempts().forEach(syncs::open);
      entry.exchanges().forEach(syncs::started);
      syncs.append(
          new SyncEvent(
              entry.sync().id(), SyncEvent.Kind.REPORTED, now, SyncEvent.ENGINE, "something"));
    }
    entityManager.flush();
    for (PayloadReference payload : stored()) {
      entityManager
          .createNativeQuery(
              "insert into snapshot (checksum, truncated, encoding, original_size, stored_size,"
                  + " kept_checksum, bytes, created_at) values (decode(?1, 'hex'), ?2, 'IDENTITY',"
                  + " ?3, ?3, case when ?2 then decode(?1, 'hex') end, '', now())")
          .setParameter(1, payload.checksum().hex())
          .setParameter(2, payload.truncated())
          .setParameter(3, payload.originalSize())
          .executeUpdate();
    }
    for (PayloadReference content : ofVersions) {
      entityManager
          .createNativeQuery(
              "insert into version (id, type_key, content_hash, content, source, author, parents,"
                  + " created_at) values (?1, 'Article', 'h', ?1, 'UI', 'ann', '',"
                  + " clock_timestamp())")
          .setParameter(1, content.checksum().hex())
          .executeUpdate();
    }
  }

  private Set<PayloadReference> stored() {
    Set<PayloadReference> stored = new LinkedHashSet<>(pool);
    stored.addAll(ofVersions);
    return stored;
  }

  List<RetentionRule> rules() {
    return Stream.generate(this::rule).limit(1 + random.nextInt(4)).toList();
  }

  private RetentionRule rule() {
    Duration rows = maybe(age());
    Duration payloads = maybe(age());
    Duration attempts = maybe(age());
    return new RetentionRule(
        random.nextBoolean() ? null : new PlatformId(any(PLATFORMS)),
        random.nextBoolean() ? null : any(TERMINAL),
        rows,
        payloads,
        rows == null && payloads == null && attempts == null ? age() : attempts);
  }

  private Duration age() {
    return Duration.ofDays(1L + random.nextInt(30));
  }

  SyncFilter hold() {
    SyncFilter.Builder held = SyncFilter.builder();
    switch (random.nextInt(5)) {
      case 0 -> held.typeKey(new TypeKey(any(TYPES))).status(any(TERMINAL));
      case 1 -> held.deployment(any(runs));
      case 2 -> held.retrieval(any(runs));
      case 3 -> held.failureClass(FailureClass.REJECTED).platform(new PlatformId(any(PLATFORMS)));
      default -> held.period(new Period(now.minus(age()), null)).direction(Direction.PULL);
    }
    return held.build();
  }

  /** What is left, and what was taken. */
  Left purged(RetentionRules rules, List<SyncFilter> holds, Instant asOf) {
    Left left = new Left();
    Set<PayloadReference> touched = new LinkedHashSet<>();
    Set<PayloadReference> needed = new LinkedHashSet<>(ofVersions);
    for (Entry entry : entries) {
      boolean stays = holds.stream().anyMatch(hold -> fits(hold, entry.sync()));
      if (!stays && isOld(entry.sync(), rules, RetentionTarget.ROWS, asOf)) {
        left.goneRows++;
        left.wholeFrom = later(left.wholeFrom, entry.sync().id().startedAt().plusMillis(1));
        left.goneAttempts += entry.attempts().size();
        touched.addAll(entry.all());
        continue;
      }
      Entry now = entry;
      if (!stays && isOld(entry.sync(), rules, RetentionTarget.ATTEMPTS, asOf)) {
        left.goneAttempts += entry.attempts().size();
        touched.addAll(entry.ofTries());
        now = new Entry(entry.sync(), List.of(), List.of());
      }
      left.syncs.add(entry.sync().id());
      left.attempts += now.attempts().size();
      if (!stays
          && isOld(entry.sync(), rules, RetentionTarget.PAYLOADS, asOf)
          && !now.all().isEmpty()) {
        left.tombstones.add(entry.sync().id());
        left.wholeFrom = later(left.wholeFrom, entry.sync().id().startedAt().plusMillis(1));
        touched.addAll(now.all());
      } else {
        needed.addAll(now.all());
      }
    }
    for (PayloadReference payload : stored()) {
      if (touched.contains(payload) && !needed.contains(payload)) {
        left.goneSnapshots++;
        left.goneBytes += payload.originalSize();
      } else {
        left.snapshots.add(payload.checksum() + " " + payload.truncated());
      }
    }
    return left;
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }

  private static boolean isOld(
      Sync sync, RetentionRules rules, RetentionTarget retentionTarget, Instant asOf) {
    return sync.status().isTerminal()
        && rules.rules().stream()
            .filter(rule -> fits(rule.platform(), sync.intent().platform()))
            .filter(rule -> fits(rule.status(), sync.status()))
            .findFirst()
            .map(rule -> rule.age(retentionTarget))
            .map(age -> sync.id().startedAt().isBefore(asOf.minus(age)))
            .orElse(false);
  }

  private static boolean fits(SyncFilter hold, Sync sync) {
    RunId run = sync.intent().cause().run();
    Failure failure = sync.state().failure();
    boolean push = sync.intent().direction() == Direction.PUSH;
    return fits(hold.typeKey(), sync.intent().typeKey())
        && fits(hold.status(), sync.status())
        && fits(hold.platform(), sync.intent().platform())
        && fits(hold.direction(), sync.intent().direction())
        && fits(hold.deployment(), push ? run : null)
        && fits(hold.retrieval(), push ? null : run)
        && fits(hold.failureClass(), failure == null ? null : failure.failureClass())
        && hold.period().contains(sync.id().startedAt());
  }

  private static boolean fits(@Nullable Object wanted, @Nullable Object is) {
    return wanted == null || wanted.equals(is);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private <T> @Nullable T maybe(T some) {
    return random.nextBoolean() ? null : some;
  }

  private record Entry(Sync sync, List<Attempt> attempts, List<Exchange> exchanges) {

    Set<PayloadReference> ofTries() {
      Set<PayloadReference> all = new LinkedHashSet<>();
      attempts.stream().map(Attempt::response).filter(Objects::nonNull).forEach(all::add);
      exchanges.stream()
          .flatMap(exchange -> Stream.of(exchange.request(), exchange.response()))
          .filter(Objects::nonNull)
          .forEach(all::add);
      return all;
    }

    Set<PayloadReference> all() {
      Set<PayloadReference> all = ofTries();
      all.addAll(sync.state().evidence().values());
      return all;
    }
  }

  /** What a purge should leave and take. */
  static final class Left {
    final Set<SyncId> syncs = new LinkedHashSet<>();
    final Set<SyncId> tombstones = new LinkedHashSet<>();
    final Set<String> snapshots = new LinkedHashSet<>();
    long attempts;
    long goneRows;
    long goneAttempts;
    long goneSnapshots;
    long goneBytes;
    @Nullable Instant wholeFrom;
  }
}
