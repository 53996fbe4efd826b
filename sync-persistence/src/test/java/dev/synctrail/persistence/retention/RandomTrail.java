package dev.synctrail.persistence.retention;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.platform.PlatformId;
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
 * Generates random syncs that share a few payloads, and computes in memory the result of a purge.
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
            .map(
                reference ->
                    new PayloadReference(
                        reference.checksum(), reference.originalSize(), random.nextInt(8) == 0))
            .distinct()
            .toList();
    for (int i = 0; i < 5; i++) {
      PayloadReference content = pick(pool);
      ofVersions.add(new PayloadReference(content.checksum(), content.originalSize(), false));
    }
    for (int i = 0; i < 120; i++) {
      entries.add(entry());
    }
  }

  private Entry entry() {
    // often within a millisecond of the limit of an age
    Instant at = now.minus(Duration.ofDays(random.nextInt(40))).plusMillis(random.nextInt(3) - 1L);
    SyncStatus status = pick(List.of(SyncStatus.values()));
    Map<PayloadRole, PayloadReference> payloads = new EnumMap<>(PayloadRole.class);
    for (PayloadRole payloadRole : PayloadRole.values()) {
      if (random.nextInt(3) == 0) {
        payloads.put(payloadRole, pick(pool));
      }
    }
    Intent intent =
        new Intent(
            SyncId.at(at),
            new TypeKey(pick(TYPES)),
            new PlatformId(pick(PLATFORMS)),
            pick(List.of(Direction.values())),
            new Intent.Cause("ann", null, null, null, maybe(pick(runs)), null, null),
            PushOptions.NONE,
            Recorder.ENGINE,
            at);
    boolean terminal = status.isTerminal();
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
                terminal ? at : null,
                terminal ? SettledBy.ANSWER : null,
                payloads));
    List<Attempt> attempts = new ArrayList<>();
    List<Exchange> exchanges = new ArrayList<>();
    for (int number = 1; number <= random.nextInt(3); number++) {
      attempts.add(Attempt.reported(sync.id(), number, at, at, null, maybe(pick(pool))));
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
        maybe(pick(pool)),
        at,
        200,
        List.of(),
        maybe(pick(pool)),
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
        random.nextBoolean() ? null : new PlatformId(pick(PLATFORMS)),
        random.nextBoolean() ? null : pick(TERMINAL),
        rows,
        payloads,
        rows == null && payloads == null && attempts == null ? age() : attempts);
  }

  private Duration age() {
    return Duration.ofDays(1L + random.nextInt(30));
  }

  SyncFilter hold() {
    return switch (random.nextInt(5)) {
      case 0 ->
          SyncFilter.ALL
              .with(Criterion.TYPE_KEY, new TypeKey(pick(TYPES)))
              .with(Criterion.STATUS, pick(TERMINAL));
      case 1 -> SyncFilter.ALL.with(Criterion.DEPLOYMENT_ID, pick(runs));
      case 2 -> SyncFilter.ALL.with(Criterion.RETRIEVAL_ID, pick(runs));
      case 3 ->
          SyncFilter.ALL
              .with(Criterion.FAILURE_CLASS, FailureClass.REJECTED)
              .with(Criterion.PLATFORM, new PlatformId(pick(PLATFORMS)));
      default ->
          SyncFilter.ALL
              .with(new Period(now.minus(age()), null))
              .with(Criterion.DIRECTION, Direction.PULL);
    };
  }

  /** Computes what a purge keeps and how much it deletes. */
  Expected purged(RetentionRules rules, List<SyncFilter> holds, Instant asOf) {
    Expected expected = new Expected();
    Set<PayloadReference> candidates = new LinkedHashSet<>();
    Set<PayloadReference> needed = new LinkedHashSet<>(ofVersions);
    for (Entry entry : entries) {
      boolean held = holds.stream().anyMatch(hold -> matches(hold, entry.sync()));
      if (!held && isOld(entry.sync(), rules, RetentionTarget.ROWS, asOf)) {
        expected.deletedRows++;
        expected.horizon = later(expected.horizon, entry.sync().id().startedAt().plusMillis(1));
        expected.deletedAttempts += entry.attempts().size();
        candidates.addAll(entry.all());
        continue;
      }
      Entry now = entry;
      if (!held && isOld(entry.sync(), rules, RetentionTarget.ATTEMPTS, asOf)) {
        expected.deletedAttempts += entry.attempts().size();
        candidates.addAll(entry.ofAttempts());
        now = new Entry(entry.sync(), List.of(), List.of());
      }
      expected.syncs.add(entry.sync().id());
      expected.attempts += now.attempts().size();
      if (!held
          && isOld(entry.sync(), rules, RetentionTarget.PAYLOADS, asOf)
          && !now.all().isEmpty()) {
        expected.tombstones.add(entry.sync().id());
        expected.horizon = later(expected.horizon, entry.sync().id().startedAt().plusMillis(1));
        candidates.addAll(now.all());
      } else {
        needed.addAll(now.all());
      }
    }
    for (PayloadReference payload : stored()) {
      if (candidates.contains(payload) && !needed.contains(payload)) {
        expected.deletedSnapshots++;
        expected.deletedBytes += payload.originalSize();
      } else {
        expected.snapshots.add(payload.checksum() + " " + payload.truncated());
      }
    }
    return expected;
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }

  private static boolean isOld(
      Sync sync, RetentionRules rules, RetentionTarget retentionTarget, Instant asOf) {
    return sync.status().isTerminal()
        && rules.rules().stream()
            .filter(rule -> matches(rule.platform(), sync.intent().platform()))
            .filter(rule -> matches(rule.status(), sync.status()))
            .findFirst()
            .map(rule -> rule.age(retentionTarget))
            .map(age -> sync.id().startedAt().isBefore(asOf.minus(age)))
            .orElse(false);
  }

  private static boolean matches(SyncFilter hold, Sync sync) {
    RunId run = sync.intent().cause().run();
    Failure failure = sync.state().failure();
    boolean push = sync.intent().direction() == Direction.PUSH;
    return matches(hold.values().get(Criterion.TYPE_KEY), sync.intent().typeKey())
        && matches(hold.values().get(Criterion.STATUS), sync.status())
        && matches(hold.values().get(Criterion.PLATFORM), sync.intent().platform())
        && matches(hold.values().get(Criterion.DIRECTION), sync.intent().direction())
        && matches(hold.values().get(Criterion.DEPLOYMENT_ID), push ? run : null)
        && matches(hold.values().get(Criterion.RETRIEVAL_ID), push ? null : run)
        && matches(
            hold.values().get(Criterion.FAILURE_CLASS),
            failure == null ? null : failure.failureClass())
        && hold.period().contains(sync.id().startedAt());
  }

  private static boolean matches(@Nullable Object expected, @Nullable Object actual) {
    return expected == null || expected.equals(actual);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextBoolean() ? null : value;
  }

  private record Entry(Sync sync, List<Attempt> attempts, List<Exchange> exchanges) {

    Set<PayloadReference> ofAttempts() {
      Set<PayloadReference> all = new LinkedHashSet<>();
      attempts.stream().map(Attempt::response).filter(Objects::nonNull).forEach(all::add);
      exchanges.stream()
          .flatMap(exchange -> Stream.of(exchange.request(), exchange.response()))
          .filter(Objects::nonNull)
          .forEach(all::add);
      return all;
    }

    Set<PayloadReference> all() {
      Set<PayloadReference> all = ofAttempts();
      all.addAll(sync.state().payloads().values());
      return all;
    }
  }

  /** What a purge is expected to keep and to delete. */
  static final class Expected {
    final Set<SyncId> syncs = new LinkedHashSet<>();
    final Set<SyncId> tombstones = new LinkedHashSet<>();
    final Set<String> snapshots = new LinkedHashSet<>();
    long attempts;
    long deletedRows;
    long deletedAttempts;
    long deletedSnapshots;
    long deletedBytes;
    @Nullable Instant horizon;
  }
}
