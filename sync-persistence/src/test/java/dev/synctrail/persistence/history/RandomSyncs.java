package dev.synctrail.persistence.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Generates syncs and filters of every kind, with many equal values; reproducible by the seed. */
public final class RandomSyncs {
  private static final List<String> TYPES = List.of("Article", "Hero", "Teaser", "history");
  private static final List<String> PLATFORMS = List.of("optimizely", "sandbox");
  private static final List<String> ACTORS = List.of("ann", "ci");
  private static final List<String> VERSIONS =
      List.of("a1".repeat(32), "a1".repeat(31) + "a2", "b1".repeat(32));
  private static final List<String> MESSAGES =
      List.of("The platform timed out", "Breaking change in Hero", "timed: not allowed");
  private static final List<Integer> STATUSES = List.of(200, 201, 400, 412, 503);

  /** Early enough that no monthly partition exists for it. */
  private static final Instant FIRST_DAY = Instant.parse("2020-02-27T00:00:00Z");

  private final Random random;
  private final List<RunId> runs;

  public RandomSyncs(long seed) {
    random = new Random(seed);
    runs = IntStream.range(0, 3).mapToObj(i -> RunId.at(FIRST_DAY.plusMillis(i))).toList();
  }

  public Stream<Sync> syncs(int count) {
    return IntStream.range(0, count).mapToObj(i -> sync());
  }

  private Instant instant() {
    // few enough that some share a millisecond, over four days and far from the present
    return FIRST_DAY.plus(Duration.ofHours(random.nextInt(96))).plusMillis(random.nextInt(2));
  }

  private Sync sync() {
    Instant startedAt = instant();
    Intent intent =
        new Intent(
            SyncId.at(startedAt),
            new TypeKey(pick(TYPES)),
            new PlatformId(pick(PLATFORMS)),
            pick(List.of(Direction.values())),
            new Intent.Cause(pick(ACTORS), null, null, null, maybe(pick(runs)), null, null),
            new PushOptions(random.nextInt(4) == 0, false),
            Recorder.ENGINE,
            startedAt);
    Sync sync =
        Sync.begin(
            intent,
            new Sync.VersionLink(maybe(pick(VERSIONS)), maybe(pick(VERSIONS))),
            Sync.Target.NONE,
            null);
    if (random.nextBoolean()) {
      sync = sync.sending(startedAt.plusMillis(random.nextInt(3)));
    }
    Instant at = startedAt.plusMillis(3 + random.nextInt(3));
    return switch (pick(List.of(SyncStatus.values()))) {
      case IN_PROGRESS -> sync;
      case UNKNOWN -> sync.unknown(failure());
      case FAILED -> sync.failed(failure(), true, SettledBy.ANSWER, at);
      case SUCCESS ->
          sync.concluded(
              PushResult.whole(pick(List.of(Operation.values())), maybe(pick(STATUSES))),
              SettledBy.ANSWER,
              at);
      case PARTIAL ->
          sync.concluded(
              new PushResult(
                  Operation.UPDATE,
                  200,
                  List.of(
                      new PushResult.Item("title", true, null),
                      new PushResult.Item("body", false, "refused"))),
              SettledBy.ANSWER,
              at);
    };
  }

  private Failure failure() {
    return new Failure(
        pick(List.of(FailureClass.TIMEOUT, FailureClass.REJECTED)),
        pick(MESSAGES),
        maybe(pick(STATUSES)),
        maybe("E42"),
        List.of(new Failure.FieldError("title", "too long")),
        null);
  }

  SyncOrder.By by() {
    return pick(List.of(SyncOrder.By.values()));
  }

  /** Returns the filter for the syncs of one run. */
  SyncFilter ofRun(SyncFilter filter) {
    return filter.with(
        random.nextBoolean() ? Criterion.DEPLOYMENT_ID : Criterion.RETRIEVAL_ID, pick(runs));
  }

  public SyncFilter filter() {
    SyncFilter filter = SyncFilter.ALL;
    // at most three criteria, so that several pages match
    for (int i = random.nextInt(4); i > 0; i--) {
      filter =
          switch (random.nextInt(20)) {
            case 0 -> filter.with(Criterion.TYPE_KEY, new TypeKey(pick(TYPES)));
            case 1 -> filter.with(Criterion.PLATFORM, new PlatformId(pick(PLATFORMS)));
            case 2 -> filter.with(Criterion.STATUS, pick(List.of(SyncStatus.values())));
            case 3 -> filter.with(Criterion.DIRECTION, pick(List.of(Direction.values())));
            case 4 -> filter.with(Criterion.OPERATION, pick(List.of(Operation.values())));
            case 5 -> filter.with(Criterion.DEPLOYMENT_ID, pick(runs));
            case 6 -> filter.with(Criterion.RETRIEVAL_ID, pick(runs));
            case 7 -> filter.with(Criterion.VERSION_HASH, pick(VERSIONS));
            case 8 -> filter.with(Criterion.VERSION_ID, pick(VERSIONS));
            case 9 -> filter.with(Criterion.ACTOR, pick(ACTORS));
            case 10 ->
                filter.with(
                    Criterion.FAILURE_CLASS,
                    pick(List.of(FailureClass.TIMEOUT, FailureClass.REJECTED)));
            case 11 -> filter.with(Criterion.HTTP_CLASS, pick(List.of("2xx", "4xx", "5xx")));
            case 12 ->
                filter.with(
                    Criterion.ERROR_TEXT,
                    pick(List.of("time", "BREAKING", "her chan", "\"chan in\"", "hero or -platf")));
            case 13 -> filter.with(Criterion.PLATFORM_CODE, pick(List.of("E42", "E43")));
            case 14 ->
                filter.with(Criterion.TYPE_KEY_CONTAINS, pick(List.of("ER", "t", "_", "hero")));
            case 15 -> filter.with(Criterion.PLATFORM_CONTAINS, pick(List.of("BOX", "o", "%")));
            case 16 -> filter.with(Criterion.ACTOR_CONTAINS, pick(List.of("N", "c", "\\")));
            case 17 ->
                filter.with(Criterion.ERROR_CONTAINS, pick(List.of("TIME", "d: n", "%", "in")));
            case 18 -> filter.with(Criterion.ERROR_MESSAGE, pick(MESSAGES));
            default -> filter.with(Criterion.DRY_RUN, random.nextBoolean());
          };
    }
    return filter.with(period());
  }

  private Period period() {
    Instant one = instant();
    Instant other = instant();
    return new Period(
        maybe(one.isBefore(other) ? one : other), maybe(one.isBefore(other) ? other : one));
  }

  int limit() {
    return 1 + random.nextInt(40);
  }

  public boolean coin() {
    return random.nextBoolean();
  }

  /** Evaluates a filter in memory. */
  static boolean matches(SyncFilter filter, Sync sync) {
    Failure failure = sync.state().failure();
    Integer httpStatus = sync.state().httpStatus();
    RunId deployment = sync.intent().direction() == Direction.PUSH ? run(sync) : null;
    RunId retrieval = sync.intent().direction() == Direction.PULL ? run(sync) : null;
    return matches(filter.values().get(Criterion.TYPE_KEY), sync.intent().typeKey())
        && matches(filter.values().get(Criterion.PLATFORM), sync.intent().platform())
        && contains(filter, Criterion.TYPE_KEY_CONTAINS, sync.intent().typeKey())
        && contains(filter, Criterion.PLATFORM_CONTAINS, sync.intent().platform())
        && contains(filter, Criterion.ACTOR_CONTAINS, sync.intent().cause().actor())
        && matches(filter.values().get(Criterion.STATUS), sync.status())
        && matches(filter.values().get(Criterion.DIRECTION), sync.intent().direction())
        && matches(filter.values().get(Criterion.OPERATION), sync.state().operation())
        && filter.period().contains(sync.id().startedAt())
        && matches(filter.values().get(Criterion.DEPLOYMENT_ID), deployment)
        && matches(filter.values().get(Criterion.RETRIEVAL_ID), retrieval)
        && matches(filter.values().get(Criterion.VERSION_HASH), sync.version().versionHash())
        && matches(filter.values().get(Criterion.VERSION_ID), sync.version().versionId())
        && matches(filter.values().get(Criterion.ACTOR), sync.intent().cause().actor())
        && matches(
            filter.values().get(Criterion.PLATFORM_CODE),
            failure == null ? null : failure.platformCode())
        && matches(
            filter.values().get(Criterion.FAILURE_CLASS),
            failure == null ? null : failure.failureClass())
        && matches(
            filter.values().get(Criterion.HTTP_CLASS),
            httpStatus == null ? null : httpStatus / 100 + "xx")
        && matches(
            filter.values().get(Criterion.ERROR_MESSAGE),
            failure == null ? null : failure.message())
        && contains(filter, Criterion.ERROR_CONTAINS, failure == null ? "" : failure.message())
        && hasWords(
            filter.get(Criterion.ERROR_TEXT, String.class),
            failure == null ? null : failure.message())
        && matches(filter.values().get(Criterion.DRY_RUN), sync.intent().options().dryRun());
  }

  private static @Nullable RunId run(Sync sync) {
    return sync.intent().cause().run();
  }

  private static boolean matches(@Nullable Object expected, @Nullable Object actual) {
    return expected == null || expected.equals(actual);
  }

  private static boolean contains(SyncFilter filter, Criterion criterion, Object whole) {
    String part = filter.get(criterion, String.class);
    return part == null
        || whole.toString().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static boolean hasWords(@Nullable String expected, @Nullable String message) {
    if (expected == null || message == null) {
      return expected == null;
    }
    String words = " " + message.toLowerCase(Locale.ROOT).replaceAll("\\W+", " ");
    return switch (expected) {
      case "time" -> words.contains(" time");
      case "BREAKING" -> words.contains(" breaking");
      case "her chan" -> words.contains(" her") && words.contains(" chan");
      case "\"chan in\"" -> words.contains(" change in");
      case "hero or -platf" -> words.contains(" hero") || !words.contains(" platf");
      default -> throw new IllegalArgumentException(expected);
    };
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextInt(3) == 0 ? null : value;
  }
}
