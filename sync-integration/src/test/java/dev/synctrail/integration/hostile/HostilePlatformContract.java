package dev.synctrail.integration.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.hostile.HostilePlatform.Words;
import dev.synctrail.integration.hostile.RawServer.Request;
import dev.synctrail.platform.Platform;
import dev.synctrail.retrieval.RetrievalOrder;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What must hold whatever a platform answers: the record never says more than the platform's own
 * store, every request is on record with its bytes, nothing goes on for ever.
 *
 * <p>{@code -Dhostile.cases=} makes it longer, {@code -Dhostile.seed=} tells which case is first.
 */
@Tag("long")
public abstract class HostilePlatformContract {
  private static final int CASES = Integer.getInteger("hostile.cases", 170);
  private static final long SEED = Long.getLong("hostile.seed", 1);
  private static final int MOST_STEPS = 200;

  /** Three attempts, and each may be repeated once with a new token. */
  private static final int MOST_WRITES = 6;

  /** The real platform behind the hostile one, which is what is true. */
  protected interface Real extends AutoCloseable {
    /** Returns where it is. */
    URI url();

    /** Forgets everything. */
    void reset();

    /** Puts a type there as somebody else would. */
    void put(Snapshot type);

    /** Returns the name that a type has there, empty for no such type. */
    Optional<String> displayName(TypeKey key);

    /** Returns the keys of all types. */
    int types();

    @Override
    void close();
  }

  /** Returns the platform, empty. */
  protected abstract Real real();

  /** Returns a new gateway that may send its credentials to an address and waits briefly. */
  protected abstract PlatformGateway gateway(String platform, URI url);

  /** Returns the platform at an address. */
  protected abstract Platform platform(String id, URI url);

  /** Returns a type of that name. */
  protected abstract Snapshot type(TypeKey key, String displayName);

  /** Returns a key. */
  protected abstract TypeKey key();

  /** Returns an error as this kind of platform says it. */
  protected abstract String refusal(String code);

  /** Returns a type of another key. */
  protected abstract String otherType();

  /** Tells whether a request asks for a token. */
  protected abstract boolean isToken(Request request);

  /** What is done in a case. */
  private enum Deed {
    CREATE,
    UPDATE,
    REMOVE,
    PULL,
    PULL_ALL
  }

  /** One case, made from its number alone. */
  private record Case(
      long number,
      Deed deed,
      boolean meddled,
      int hostility,
      boolean lasting,
      RandomGenerator random) {
    static Case of(long number) {
      RandomGenerator random = new SplittableRandom(number);
      List<Deed> deeds = List.of(Deed.values());
      Deed deed = deeds.get(random.nextInt(deeds.size()));
      boolean pulls = deed == Deed.PULL || deed == Deed.PULL_ALL;
      boolean meddled = !pulls && random.nextInt(5) == 0;
      return new Case(number, deed, meddled, 1 + random.nextInt(5), random.nextInt(6) == 0, random);
    }
  }

  @Test
  void the_record_says_no_more_than_the_platform_holds_whatever_it_answers() {
    Words words = new Words(refusal("InvalidContentType"), refusal("Bad\\u0000Code"), otherType());
    try (Real real = real()) {
      for (long number = SEED; number < SEED + CASES; number++) {
        Case one = Case.of(number);
        List<String> acts = new ArrayList<>();
        // of its own, so that nothing late of one case is taken for a part of the next
        try (HostilePlatform hostile = new HostilePlatform(real.url(), words)) {
          new Trial(one, real, hostile, acts).run();
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(
              "Case %d, -Dhostile.seed=%d -Dhostile.cases=1: %s%s%n  %s%n%s"
                  .formatted(
                      number,
                      number,
                      one.deed,
                      one.meddled ? ", meddled with" : "",
                      String.join("\n  ", acts),
                      e.getMessage()),
              e);
        }
      }
    }
  }

  /** Whether what guards a write is the platform's lock. */
  private boolean locks(PlatformGateway gateway) {
    return gateway.capabilities().locks();
  }

  private final class Trial {
    private static final String MINE = "Mine";
    private static final String THEIRS = "Theirs";

    private final Case one;
    private final Real real;
    private final HostilePlatform hostile;
    private final List<String> acts;
    private final TypeKey key = key();
    private final InMemoryEngine engine;
    private final PlatformGateway gateway;
    private int left;
    private boolean meddled;

    Trial(Case one, Real real, HostilePlatform hostile, List<String> acts) {
      this.one = one;
      this.real = real;
      this.hostile = hostile;
      this.acts = acts;
      this.left = one.lasting ? Integer.MAX_VALUE : 1 + one.random.nextInt(4);
      String id = InMemoryTrail.CMS.value();
      this.gateway = gateway(id, hostile.url());
      this.engine = InMemoryEngine.connectedTo(gateway, platform(id, hostile.url()));
    }

    private boolean isMeddled() {
      return one.meddled && locks(gateway);
    }

    private Act treat(Request request) {
      boolean write = !request.method().equals("GET") && !isToken(request);
      if (write && isMeddled() && !meddled) {
        meddled = true;
        real.put(type(key, THEIRS));
      }
      int chance = write ? 8 : isToken(request) ? 1 : 2 + one.hostility;
      Act act =
          left > 0 && one.random.nextInt(10) < chance
              ? Act.any(one.random, !isMeddled())
              : Act.HONEST;
      if (!act.equals(Act.HONEST)) {
        left--;
      }
      acts.add(request.method() + " " + request.target() + ": " + act);
      return act;
    }

    void run() {
      real.reset();
      if (one.deed != Deed.CREATE) {
        real.put(type(key, "Before"));
      }
      hostile.begin(this::treat);
      switch (one.deed) {
        case CREATE, UPDATE -> push(PushOptions.NONE, type(key, MINE));
        case REMOVE -> push(PushOptions.NONE.with(PushFlag.REMOVAL), null);
        case PULL ->
            begun(
                new Wanted(Direction.PULL, key, VersionLink.NONE, null),
                PushOptions.NONE,
                sync -> {});
        case PULL_ALL -> pullAll();
      }
    }

    private void push(PushOptions options, @Nullable Snapshot content) {
      begun(
          new Wanted(
              Direction.PUSH,
              key,
              InMemoryTrail.VERSION,
              content == null ? null : engine.trail().snapshots().keepWhole(content)),
          options,
          this::pushed);
    }

    private void begun(
        Wanted wanted, PushOptions options, java.util.function.Consumer<Sync> further) {
      SyncId id =
          engine
              .trail()
              .recordIntent()
              .sync(wanted, InMemoryTrail.CMS, options, InMemoryTrail.CAUSE);
      work();
      Sync sync = engine.sync(id);
      assertThat(sync.status())
          .as("settled, or waiting for a person")
          .isNotEqualTo(SyncStatus.IN_PROGRESS);
      readable(sync);
      recorded(List.of(id.value()));
      if (wanted.direction() == Direction.PULL && sync.status() == SyncStatus.SUCCESS) {
        pulled();
      }
      further.accept(sync);
    }

    private void work() {
      for (int step = 0; !engine.trail().backlog().platforms().isEmpty(); step++) {
        assertThat(step).as("steps").isLessThan(MOST_STEPS);
        engine.step();
      }
    }

    private void pushed(Sync sync) {
      Optional<String> held = real.displayName(key);
      if (sync.status() == SyncStatus.SUCCESS) {
        assertThat(held)
            .as("SUCCESS settled by %s", sync.state().settledBy())
            .isEqualTo(one.deed == Deed.REMOVE ? Optional.empty() : Optional.of(MINE));
      }
      if (meddled) {
        assertThat(held).as("what somebody else put there").contains(THEIRS);
      }
      assertThat(
              exchanges(sync.id().value()).stream()
                  .filter(it -> it.purpose() == RequestPurpose.WRITE))
          .hasSizeLessThanOrEqualTo(MOST_WRITES);
    }

    private void pulled() {
      String content =
          engine
              .versions()
              .head(key)
              .flatMap(version -> engine.versions().content(version))
              .orElseThrow()
              .text();
      assertThat(content).contains("Before").doesNotContain("IT WORKS");
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
        engine.trail().runs().inStatus(begun.id(), status).stream()
            .map(SyncId::value)
            .forEach(trails::add);
      }
      recorded(trails);
      if (run.status() == Run.Status.COMPLETED) {
        assertThat(run.counts().success()).as("pulled types").isEqualTo(real.types());
        pulled();
      } else if (run.errorMessage() != null) {
        assertReadable(run.errorMessage());
      }
    }

    private void readable(Sync sync) {
      Failure failure = sync.state().failure();
      if (sync.status() == SyncStatus.FAILED || sync.status() == SyncStatus.UNKNOWN) {
        assertReadable(Objects.requireNonNull(failure).message());
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

    /** The two sides must tell the same story. */
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
      List<Exchange> unseen = new ArrayList<>(all);
      // of two that look the same, the one that was answered is the one that arrived
      unseen.sort(Comparator.comparing(it -> it.failureClass() == FailureClass.TIMEOUT));
      for (String request : hostile.received().stream().map(seen).toList()) {
        assertThat(unseen)
            .as("recorded requests, for %s", request)
            .anyMatch(it -> told.apply(it).equals(request));
        unseen.remove(
            unseen.stream().filter(it -> told.apply(it).equals(request)).findFirst().orElseThrow());
      }
      // what a slow machine has not read in time may have left all the same
      assertThat(unseen)
          .as("recorded requests that never arrived")
          .allSatisfy(it -> assertThat(it.failureClass()).isEqualTo(FailureClass.TIMEOUT));
      assertThat(all).allSatisfy(it -> assertThat(it.endedAt()).isNotNull());
      assertThat(all.stream().filter(it -> it.failureClass() == null && it.response() != null))
          .as("recorded answers")
          .allSatisfy(
              it ->
                  assertThat(hostile.hasSent(Objects.requireNonNull(it.response()).checksum()))
                      .isTrue());
    }
  }
}
