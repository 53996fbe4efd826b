package dev.synctrail.integration.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.hostile.HostilePlatform.Words;
import dev.synctrail.integration.hostile.RawServer.Request;
import dev.synctrail.platform.Platform;
import dev.synctrail.retrieval.RetrievalOrder;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Invariants for arbitrary responses of a platform: the record never claims more than the platform
 * stores, every request is recorded with its bytes, changes by others are not overwritten, and all
 * work ends.
 *
 * <p>Each case is generated from its number alone. {@code -Dhostile.seed=} is the number of the
 * first case, {@code -Dhostile.cases=} the number of cases.
 */
@Tag("long")
public abstract class HostilePlatformContract {
  private static final int CASES = Integer.getInteger("hostile.cases", 170);
  private static final long SEED = Long.getLong("hostile.seed", 1);
  private static final int MOST_STEPS = 200;
  private static final int MOST_FAILURES = 10;
  private static final Duration ONE_CASE = Duration.ofMinutes(2);

  /** With this many cases, each kind of request certainly gets a wrong response. */
  private static final int ENOUGH_CASES = 150;

  /** Three attempts, each of which may be repeated once with a new token. */
  private static final int MOST_WRITES = 6;

  /** The real platform behind the hostile one; its state is the expected one. */
  protected interface Real extends AutoCloseable {
    /** Returns its base URL. */
    URI url();

    /** Removes all types. */
    void reset();

    /** Stores a type as an edit by others does. */
    void put(Snapshot type);

    /** Returns the display name of a type; empty when the type does not exist. */
    Optional<String> displayName(TypeKey key);

    /** Returns the number of types. */
    int types();

    @Override
    void close();
  }

  /** Returns the platform without types. */
  protected abstract Real real();

  /** Returns a new gateway with short timeouts whose credentials are allowed at this address. */
  protected abstract PlatformGateway gateway(String platform, URI url);

  /** Returns the platform at this address. */
  protected abstract Platform platform(String id, URI url);

  /** Returns a type with this display name. */
  protected abstract Snapshot type(TypeKey key, String displayName);

  /** Returns five different keys. */
  protected abstract List<TypeKey> keys();

  /** Returns an error in the format of this kind of platform. */
  protected abstract String refusal(String code);

  /** Returns a type of another key. */
  protected abstract String otherType();

  /** Returns whether this is a token request. */
  protected abstract boolean isToken(Request request);

  /** Returns the kinds of request that the adapter sends in addition to token requests. */
  protected abstract Set<String> kinds();

  /** Returns which of {@link #kinds} a request is. */
  protected abstract String kind(Request request);

  /** The action of a case. */
  private enum Task {
    CREATE,
    UPDATE,
    REMOVE,
    BATCH,
    PULL,
    PULL_ALL,
    TEST
  }

  /**
   * One case, generated from its number alone.
   *
   * @param edited whether others change the type immediately before it is written
   * @param ongoing whether the platform stays hostile for the whole case
   */
  private record Case(
      long number,
      Task task,
      boolean edited,
      int hostility,
      boolean ongoing,
      RandomGenerator random) {
    static Case of(long number) {
      RandomGenerator random = new SplittableRandom(number);
      List<Task> tasks = List.of(Task.values());
      Task task = tasks.get(random.nextInt(tasks.size()));
      boolean guarded = task == Task.CREATE || task == Task.UPDATE || task == Task.REMOVE;
      boolean edited = guarded && random.nextInt(5) == 0;
      return new Case(number, task, edited, 1 + random.nextInt(5), random.nextInt(6) == 0, random);
    }
  }

  @Test
  void the_record_never_claims_more_than_the_platform_stores() {
    Words words = new Words(refusal("InvalidContentType"), refusal("Bad\\u0000Code"), otherType());
    Map<String, Integer> hostile = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    long number = SEED;
    try (Real real = real()) {
      for (; number < SEED + CASES && failures.size() < MOST_FAILURES; number++) {
        failure(Case.of(number), real, words, hostile).ifPresent(failures::add);
      }
    }
    System.out.printf(
        "%s: %d cases from -Dhostile.seed=%d; answered wrongly: %s%n",
        getClass().getSimpleName(), number - SEED, SEED, hostile);
    assertThat(failures).isEmpty();
    if (CASES >= ENOUGH_CASES) {
      assertThat(hostile.keySet()).as("requests with wrong responses").containsAll(kinds());
    }
  }

  private Optional<String> failure(
      Case one, Real real, Words words, Map<String, Integer> hostileCount) {
    List<String> acts = new ArrayList<>();
    // one proxy per case, so that late requests of one case do not count for the next
    try (HostilePlatform hostile = new HostilePlatform(real.url(), words)) {
      Trial trial = new Trial(one, real, hostile, acts, hostileCount);
      assertTimeoutPreemptively(ONE_CASE, trial::run);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return Optional.of(
          "Case %d, -Dhostile.seed=%d -Dhostile.cases=1: %s%s%n  %s%n%s"
              .formatted(
                  one.number,
                  one.number,
                  one.task,
                  one.edited ? ", edited by somebody else" : "",
                  String.join("\n  ", acts),
                  trace.toString().lines().limit(25).collect(Collectors.joining("\n"))));
    }
  }

  private final class Trial {
    private static final String MINE = "Mine";
    private static final String BEFORE = "Before";
    private static final String THEIRS = "Theirs";

    private final Case one;
    private final Real real;
    private final HostilePlatform hostile;
    private final List<String> acts;
    private final Map<String, Integer> hostileCount;
    private final TypeKey key = keys().get(0);
    private final TypeKey bystander = keys().get(4);
    private final Platform platform;
    private final PlatformGateway gateway;
    private final InMemoryEngine engine;
    private final boolean edits;
    private int left;
    private boolean edited;

    Trial(
        Case one,
        Real real,
        HostilePlatform hostile,
        List<String> acts,
        Map<String, Integer> hostileCount) {
      this.one = one;
      this.real = real;
      this.hostile = hostile;
      this.acts = acts;
      this.hostileCount = hostileCount;
      this.left = one.ongoing ? Integer.MAX_VALUE : 1 + one.random.nextInt(4);
      String id = InMemoryTrail.CMS.value();
      this.platform = platform(id, hostile.url());
      this.gateway = gateway(id, hostile.url());
      this.engine = InMemoryEngine.connectedTo(gateway, platform);
      // without a lock of the platform nothing can protect a write
      this.edits = one.edited && gateway.capabilities().locks();
    }

    private Act treat(Request request) {
      boolean token = isToken(request);
      boolean write = !request.method().equals("GET") && !token;
      if (write && edits && !edited) {
        edited = true;
        real.put(type(key, THEIRS));
      }
      int chance = write ? 8 : token ? 1 : 2 + one.hostility;
      Act act = left > 0 && one.random.nextInt(10) < chance ? hostile(write) : Act.HONEST;
      if (!act.equals(Act.HONEST)) {
        left--;
        hostileCount.merge(token ? "token" : kind(request), 1, Integer::sum);
      }
      acts.add(request.method() + " " + request.target() + ": " + act);
      return act;
    }

    private Act hostile(boolean write) {
      return !write && one.random.nextInt(6) == 0 ? Act.STALE : Act.any(one.random, !edits);
    }

    void run() {
      real.reset();
      real.put(type(bystander, THEIRS));
      if (one.task != Task.CREATE) {
        real.put(type(key, BEFORE));
      }
      hostile.begin(this::treat);
      switch (one.task) {
        case CREATE, UPDATE -> push(PushOptions.NONE, type(key, MINE));
        case REMOVE -> push(PushOptions.NONE.with(PushFlag.REMOVAL), null);
        case BATCH -> pushTogether();
        case PULL -> pull();
        case PULL_ALL -> pullAll();
        case TEST -> test();
      }
      assertThat(real.displayName(bystander)).as("a type that was not pushed").contains(THEIRS);
    }

    private void push(PushOptions options, @Nullable Snapshot content) {
      pushed(List.of(begin(key, content, options, InMemoryTrail.CAUSE)));
    }

    /** Pushes new and existing types in one run. */
    private void pushTogether() {
      PushOptions options = PushOptions.NONE.with(PushFlag.BATCHED);
      List<TypeKey> together = keys().subList(0, 4);
      real.put(type(together.get(1), BEFORE));
      Run run =
          engine
              .trail()
              .recordIntent()
              .run(
                  Direction.PUSH,
                  InMemoryTrail.CMS,
                  options,
                  InMemoryTrail.CAUSE,
                  Run.Origin.NONE,
                  together.size());
      Intent.Cause cause = InMemoryTrail.CAUSE.in(run.id());
      pushed(together.stream().map(each -> begin(each, type(each, MINE), options, cause)).toList());
    }

    private SyncId begin(
        TypeKey pushed, @Nullable Snapshot content, PushOptions options, Intent.Cause cause) {
      Wanted wanted =
          new Wanted(
              Direction.PUSH,
              pushed,
              InMemoryTrail.VERSION,
              content == null ? null : engine.trail().snapshots().keepWhole(content));
      return engine.trail().recordIntent().sync(wanted, InMemoryTrail.CMS, options, cause, 0);
    }

    private void pushed(List<SyncId> ids) {
      work();
      recorded(ids.stream().map(SyncId::value).toList());
      for (SyncId id : ids) {
        Sync sync = engine.sync(id);
        requireEnded(sync);
        Optional<String> held = real.displayName(sync.intent().typeKey());
        if (sync.status() == SyncStatus.SUCCESS) {
          assertThat(held)
              .as("SUCCESS of %s, settled by %s", sync.intent().typeKey(), sync.state().settledBy())
              .isEqualTo(one.task == Task.REMOVE ? Optional.empty() : Optional.of(MINE));
        }
        if (edited) {
          assertThat(held).as("the edit by others").contains(THEIRS);
        }
        assertThat(
                exchanges(id.value()).stream().filter(it -> it.purpose() == RequestPurpose.WRITE))
            .hasSizeLessThanOrEqualTo(MOST_WRITES);
      }
    }

    private void pull() {
      SyncId id =
          engine
              .trail()
              .recordIntent()
              .sync(
                  new Wanted(Direction.PULL, key, VersionLink.NONE, null),
                  InMemoryTrail.CMS,
                  PushOptions.NONE,
                  InMemoryTrail.CAUSE);
      work();
      Sync sync = engine.sync(id);
      requireEnded(sync);
      recorded(List.of(id.value()));
      if (sync.status() == SyncStatus.SUCCESS) {
        assertThat(pulled(key)).contains(BEFORE);
      }
    }

    private String pulled(TypeKey type) {
      return engine
          .versions()
          .head(type)
          .flatMap(version -> engine.versions().content(version))
          .orElseThrow()
          .text();
    }

    private void work() {
      for (int step = 0; !engine.trail().backlog().platforms().isEmpty(); step++) {
        assertThat(step).as("steps").isLessThan(MOST_STEPS);
        engine.step();
      }
    }

    private void pullAll() {
      Run begun =
          engine
              .retrieving()
              .retrieve(new RetrievalOrder(InMemoryTrail.CMS, null, InMemoryTrail.CAUSE));
      work();
      Run run = engine.trail().runs().find(begun.id()).orElseThrow();
      List<UUID> trails = new ArrayList<>();
      trails.add(begun.id().value());
      for (SyncStatus status : SyncStatus.values()) {
        for (SyncId id : engine.trail().runs().inStatus(begun.id(), status)) {
          requireEnded(engine.sync(id));
          trails.add(id.value());
        }
      }
      recorded(trails);
      if (run.status() == Run.Status.COMPLETED) {
        assertThat(run.counts().success()).as("pulled types").isEqualTo(real.types());
        assertThat(pulled(key)).contains(BEFORE);
        assertThat(pulled(bystander)).contains(THEIRS);
      } else if (run.errorMessage() != null) {
        assertReadable(run.errorMessage());
      }
    }

    private void test() {
      RecordingLog log = new RecordingLog();
      List<ConnectionReport.Step> steps = gateway.test(platform, log).steps();
      assertThat(steps).isNotEmpty().allSatisfy(step -> assertReadable(step.detail()));
      assertThat(log.answers()).as("recorded ends").hasSameSizeAs(log.requests());
      assertThat(log.requests().size())
          .as("recorded requests")
          .isGreaterThanOrEqualTo(hostile.received().size());
      assertThat(real.displayName(key)).as("a type after a connection test").contains(BEFORE);
    }

    private void requireEnded(Sync sync) {
      assertThat(sync.status())
          .as("settled, or waiting for a user")
          .isNotEqualTo(SyncStatus.IN_PROGRESS);
      if (sync.status() == SyncStatus.FAILED || sync.status() == SyncStatus.UNKNOWN) {
        assertReadable(Objects.requireNonNull(sync.state().failure()).message());
      }
    }

    private void assertReadable(String message) {
      assertThat(message).isNotBlank().doesNotContain("null");
      assertThat(message.codePoints())
          .noneMatch(each -> each == 0 || (each >= 0xD800 && each <= 0xDFFF));
    }

    private List<Exchange> exchanges(UUID trail) {
      return engine.trail().syncs().exchanges(trail);
    }

    /**
     * A slow machine may exceed the timeout while connecting or reading a request. A read may use a
     * connection that the platform is closing.
     */
    private static boolean mayNotHaveArrived(Exchange exchange) {
      FailureClass failure = exchange.failureClass();
      return failure == FailureClass.TIMEOUT
          || failure == FailureClass.CONNECT_FAILED
          || (failure == FailureClass.CONNECTION_RESET && exchange.method().equals("GET"));
    }

    /** The recorded requests must match those received. */
    private void recorded(List<UUID> trails) {
      List<Exchange> all = trails.stream().flatMap(trail -> exchanges(trail).stream()).toList();
      Function<Exchange, String> told =
          it ->
              it.method()
                  + " "
                  + it.url().getRawPath()
                  + (it.url().getRawQuery() == null ? "" : "?" + it.url().getRawQuery())
                  + " "
                  + (it.request() == null ? "" : it.request().checksum());
      Function<Request, String> seen =
          it ->
              it.method()
                  + " "
                  + it.target()
                  + " "
                  + (isToken(it) || it.body().length == 0
                      ? ""
                      : Snapshot.of(it.body()).checksum().toString());
      // a request for several syncs is recorded in each of them, with the same start
      Set<String> shared = new HashSet<>();
      List<Exchange> unseen = new ArrayList<>();
      all.stream()
          .filter(it -> shared.add(told.apply(it) + " " + it.startedAt()))
          .forEach(unseen::add);
      // of two equal requests, the one with a response is the one that arrived
      unseen.sort(Comparator.comparing(Trial::mayNotHaveArrived));
      for (String request : hostile.received().stream().map(seen).toList()) {
        assertThat(unseen)
            .as("recorded requests, for %s", request)
            .anyMatch(it -> told.apply(it).equals(request));
        unseen.remove(
            unseen.stream().filter(it -> told.apply(it).equals(request)).findFirst().orElseThrow());
      }
      assertThat(unseen)
          .as("recorded requests that never arrived")
          .allMatch(Trial::mayNotHaveArrived);
      assertThat(all).allSatisfy(it -> assertThat(it.endedAt()).isNotNull());
      assertThat(all.stream().filter(it -> it.failureClass() == null && it.response() != null))
          .as("recorded responses")
          .allSatisfy(
              it ->
                  assertThat(hostile.hasSent(Objects.requireNonNull(it.response()).checksum()))
                      .isTrue());
    }
  }
}
