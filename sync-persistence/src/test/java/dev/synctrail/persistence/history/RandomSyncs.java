package dev.synctrail.persistence.history;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.platform.PushResult;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Syncs and filters of every kind, with many equals among them; the same for the same seed. */
public final class RandomSyncs {
  private static final List<String> TYPES = List.of("Article", "Hero", "Teaser", "history");
  private static final List<String> PLATFORMS = List.of("optimizely", "sandbox");
  private static final List<String> ACTORS = List.of("ann", "ci");
  private static final List<String> VERSIONS =
      List.of("a1".repeat(32), "a1".repeat(31) + "a2", "b1".repeat(32));
  private static final List<String> MESSAGES =
      List.of("The platform timed out", "Breaking change in Hero", "timed: not allowed");
  private static final List<Integer> STATUSES = List.of(200, 201, 400, 412, 503);

  /** Old enough for no month to have been made for it. */
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

  private Instant moment() {
    // few enough that some share a millisecond, over four days and far from the present
    return FIRST_DAY.plus(Duration.ofHours(random.nextInt(96))).plusMillis(random.nextInt(2));
  }

  private Sync sync() {
    Instant startedAt = moment();
    Intent intent =
        new Intent(
            SyncId.at(startedAt),
            new TypeKey(any(TYPES)),
            new PlatformId(any(PLATFORMS)),
            any(List.of(Direction.values())),
            new Intent.Cause(any(ACTORS), null, null, null, maybe(any(runs)), null, null),
            new PushOptions(random.nextInt(4) == 0, false),
            Recorder.ENGINE,
            startedAt);
    Sync sync =
        Sync.begin(
            intent,
            new Sync.VersionLink(maybe(any(VERSIONS)), maybe(any(VERSIONS))),
            Sync.Target.NONE,
            null);
    if (random.nextBoolean()) {
      sync = sync.sending(startedAt.plusMillis(random.nextInt(3)));
    }
    Instant at = startedAt.plusMillis(3 + random.nextInt(3));
    return switch (any(List.of(SyncStatus.values()))) {
      case IN_PROGRESS -> sync;
      case UNKNOWN -> sync.unknown(failure());
      case FAILED -> sync.failed(failure(), true, SettledBy.ANSWER, at);
      case SUCCESS ->
          sync.concluded(
              PushResult.whole(any(List.of(Operation.values())), maybe(any(STATUSES))),
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
        any(List.of(FailureClass.TIMEOUT, FailureClass.REJECTED)),
        any(MESSAGES),
        maybe(any(STATUSES)),
        maybe("E42"),
        List.of(new Failure.FieldError("title", "too long")),
        null);
  }

  public SyncFilter filter() {
    SyncFilter.Builder filter = SyncFilter.builder();
    // one to three criteria, so that some pages are left over
    for (int i = random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(14)) {
        case 0 -> filter.typeKey(new TypeKey(any(TYPES)));
        case 1 -> filter.platform(new PlatformId(any(PLATFORMS)));
        case 2 -> filter.status(any(List.of(SyncStatus.values())));
        case 3 -> filter.direction(any(List.of(Direction.values())));
        case 4 -> filter.operation(any(List.of(Operation.values())));
        case 5 -> filter.deployment(any(runs));
        case 6 -> filter.retrieval(any(runs));
        case 7 -> filter.versionHash(any(VERSIONS));
        case 8 -> filter.versionId(any(VERSIONS));
        case 9 -> filter.actor(any(ACTORS));
        case 10 -> filter.failureClass(any(List.of(FailureClass.TIMEOUT, FailureClass.REJECTED)));
        case 11 -> filter.httpClass(any(List.of(2, 4, 5)));
        case 12 -> filter.errorText(any(List.of("timed", "BREAKING", "hero change")));
        default -> filter.dryRun(random.nextBoolean());
      }
    }
    return filter.period(period()).build();
  }

  private Period period() {
    Instant one = moment();
    Instant other = moment();
    return new Period(
        maybe(one.isBefore(other) ? one : other), maybe(one.isBefore(other) ? other : one));
  }

  int limit() {
    return 1 + random.nextInt(40);
  }

  public boolean coin() {
    return random.nextBoolean();
  }

  /** What the filter means, as plainly as it can be said. */
  static boolean fits(SyncFilter filter, Sync sync) {
    Failure failure = sync.state().failure();
    Integer httpStatus = sync.state().httpStatus();
    RunId deployment = sync.intent().direction() == Direction.PUSH ? run(sync) : null;
    RunId retrieval = sync.intent().direction() == Direction.PULL ? run(sync) : null;
    return fits(filter.typeKey(), sync.intent().typeKey())
        && fits(filter.platform(), sync.intent().platform())
        && fits(filter.status(), sync.status())
        && fits(filter.direction(), sync.intent().direction())
        && fits(filter.operation(), sync.state().operation())
        && filter.period().contains(sync.id().startedAt())
        && fits(filter.deployment(), deployment)
        && fits(filter.retrieval(), retrieval)
        && fits(filter.versionHash(), sync.version().versionHash())
        && fits(filter.versionId(), sync.version().versionId())
        && fits(filter.actor(), sync.intent().cause().actor())
        && fits(filter.failureClass(), failure == null ? null : failure.failureClass())
        && fits(filter.httpClass(), httpStatus == null ? null : httpStatus / 100)
        && hasWords(filter.errorText(), failure == null ? null : failure.message())
        && fits(filter.dryRun(), sync.intent().options().dryRun());
  }

  private static @Nullable RunId run(Sync sync) {
    return sync.intent().cause().run();
  }

  private static boolean fits(@Nullable Object wanted, @Nullable Object is) {
    return wanted == null || wanted.equals(is);
  }

  private static boolean hasWords(@Nullable String wanted, @Nullable String message) {
    return wanted == null
        || (message != null && words(message).toList().containsAll(words(wanted).toList()));
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\W+", -1));
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private <T> @Nullable T maybe(T some) {
    return random.nextInt(3) == 0 ? null : some;
  }
}
