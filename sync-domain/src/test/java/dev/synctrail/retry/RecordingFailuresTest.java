package dev.synctrail.retry;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Attempt.Trigger;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.TrackingEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Whatever fails while recording, between any request and the commit of its outcome, no sync makes
 * more requests than its attempts allow, and each ends or waits for a user.
 */
class RecordingFailuresTest {
  private static final Logger LOG = Logger.getLogger("dev.synctrail");

  @BeforeContainer
  static void log_none_of_the_thousands_of_failures_that_are_injected() {
    LOG.setLevel(Level.OFF);
  }

  @AfterContainer
  static void log_again() {
    LOG.setLevel(null);
  }

  private static final String OLD = "{\"baseType\":\"_page\",\"displayName\":\"Old\"}";
  private static final String NEW = "{\"baseType\":\"_page\",\"displayName\":\"New\"}";

  /** Read, write, read back: no attempt through this gateway makes more requests. */
  private static final int MOST_REQUESTS = 2;

  private static final int MORE_THAN_ENOUGH_STEPS = 2_000;

  /** The fault that strikes one fact. */
  enum Fault {
    /** The database rejects the value, now and always. */
    REFUSED_FOR_GOOD,
    /** The database is briefly unavailable. */
    GONE,
    /** The commit succeeded, but the sender got an error. */
    COMMITTED_UNHEARD,
    /** An observer has a defect. */
    DEFECT,
    /** The server stops before the commit. */
    DEATH,
    /** The server stops after the commit. */
    DEATH_AFTER_COMMIT;

    /** Strikes before the commit; a fault after it is thrown by {@link #strikeAfterCommit}. */
    void strike(Runnable recording) {
      switch (this) {
        case REFUSED_FOR_GOOD ->
            throw new IllegalStateException(new SQLException("ERROR: invalid byte", "22021"));
        case GONE -> throw new IllegalStateException(new SQLException("FATAL: gone", "57P01"));
        case COMMITTED_UNHEARD, DEATH_AFTER_COMMIT -> recording.run();
        case DEFECT -> throw new IllegalArgumentException("a defect of an observer");
        case DEATH -> throw new FailureCase.Death();
      }
    }

    void strikeAfterCommit() {
      if (this == COMMITTED_UNHEARD) {
        throw new IllegalStateException(new SQLException("connection lost", "08006"));
      } else if (this == DEATH_AFTER_COMMIT) {
        throw new FailureCase.Death();
      }
    }
  }

  /** The platform's response to a write; when no more is planned, the write succeeds. */
  enum Answer {
    REFUSED,
    BUSY,
    LOST_DONE,
    LOST_NOT_DONE,
    DIES_DONE,
    DIES_NOT_DONE,
    DEFECT;

    FailureCase failureCase() {
      return switch (this) {
        case REFUSED -> FailureCase.refused(400, FailureClass.REJECTED);
        case BUSY -> FailureCase.unavailable(503, null);
        case LOST_DONE -> FailureCase.lost(true);
        case LOST_NOT_DONE -> FailureCase.lost(false);
        case DIES_DONE -> FailureCase.death(true);
        case DIES_NOT_DONE -> FailureCase.death(false);
        case DEFECT -> FailureCase.defect();
      };
    }
  }

  /** Returns faults by the number of the fact that they strike. */
  @Provide
  Arbitrary<Map<Integer, Fault>> faults() {
    return Arbitraries.maps(Arbitraries.integers().between(0, 40), Arbitraries.of(Fault.class))
        .ofMaxSize(12);
  }

  /** Returns a kind of fact that always fails. */
  @Provide
  Arbitrary<Class<?>> kinds() {
    return Arbitraries.of(TrackingEvent.class.getPermittedSubclasses());
  }

  @Provide
  Arbitrary<List<Answer>> answers() {
    return Arbitraries.of(Answer.class).list().ofMaxSize(30);
  }

  private InMemoryEngine engine = InMemoryEngine.idle();
  private InMemoryTrail trail = engine.trail();
  private final List<Fault> struck = new ArrayList<>();
  private int facts;

  @BeforeTry
  void empty() {
    engine = InMemoryEngine.idle();
    trail = engine.trail();
    facts = 0;
    struck.clear();
  }

  private void strike(Fault fault, Runnable recording) {
    struck.add(fault);
    fault.strike(recording);
  }

  private void strikeAfterCommit() {
    List<Fault> faults = List.copyOf(struck);
    struck.clear();
    faults.forEach(Fault::strikeAfterCommit);
  }

  private SyncId pushed(boolean update, List<Answer> answers) {
    if (update) {
      engine.gateway().holds(ARTICLE, OLD);
    }
    trail.facts().afterCommit(this::strikeAfterCommit);
    answers.forEach(answer -> engine.gateway().next(RequestPurpose.WRITE, answer.failureCase()));
    return trail.push(NEW);
  }

  private void run() {
    for (int i = 0; !trail.backlog().platforms().isEmpty(); i++) {
      assertThat(i).as("It goes on for ever").isLessThan(MORE_THAN_ENOUGH_STEPS);
      engine.step();
    }
  }

  @Property(tries = 1_500)
  void any_facts_fail(
      @ForAll boolean update,
      @ForAll("answers") List<Answer> answers,
      @ForAll("faults") Map<Integer, Fault> faults) {
    SyncId id = pushed(update, answers);
    trail
        .facts()
        .recordedBy(
            (fact, recording) -> {
              Fault fault = faults.get(facts++);
              if (fault == null) {
                recording.run();
              } else {
                strike(fault, recording);
              }
            });

    run();

    holds(id);
  }

  @Property(tries = 500)
  void one_kind_of_fact_always_fails(
      @ForAll boolean update,
      @ForAll("answers") List<Answer> answers,
      @ForAll("kinds") Class<?> kind,
      @ForAll Fault fault) {
    SyncId id = pushed(update, answers);
    trail
        .facts()
        .recordedBy(
            (fact, recording) -> {
              if (kind.isInstance(fact)) {
                strike(fault, recording);
              } else {
                recording.run();
              }
            });

    run();

    holds(id);
  }

  private void holds(SyncId id) {
    Sync sync = trail.sync(id);
    List<Attempt> attempts = trail.syncs().attempts(id);
    long cutOff =
        attempts.stream().filter(attempt -> attempt.outcome() == Outcome.INTERRUPTED).count();
    long unrecorded =
        attempts.stream()
            .map(Attempt::failure)
            .filter(failure -> failure != null)
            .filter(
                failure ->
                    failure.failureClass() == FailureClass.UNRECORDABLE
                        || failure.failureClass() == FailureClass.RECORDING_FAILED)
            .count();
    long writing =
        attempts.stream()
            .filter(attempt -> attempt.trigger() != Trigger.SETTLE)
            .filter(attempt -> attempt.outcome() != Outcome.INTERRUPTED)
            .count();

    assertThat(cutOff).isLessThanOrEqualTo(Taken.MAX_INTERRUPTIONS);
    assertThat(writing).isLessThanOrEqualTo(RetryPolicy.DEFAULT.maxAttempts());
    assertThat(attempts).allMatch(attempt -> attempt.outcome() != null);
    assertThat(engine.gateway().left(RequestPurpose.WRITE))
        .isLessThanOrEqualTo(writing + cutOff)
        .isLessThanOrEqualTo(RetryPolicy.DEFAULT.maxAttempts() + Taken.MAX_INTERRUPTIONS);
    List<Exchange> exchanges = trail.syncs().exchanges(id.value());
    assertThat(engine.gateway().ledger().size())
        .isLessThanOrEqualTo(MOST_REQUESTS * attempts.size())
        .as("An attempt loses one read at most, and says that it was cut off or not recorded")
        .isLessThanOrEqualTo(exchanges.size() + (int) (cutOff + unrecorded));
    assertThat(engine.gateway().left(RequestPurpose.WRITE))
        .isLessThanOrEqualTo(
            exchanges.stream()
                .filter(exchange -> exchange.purpose() == RequestPurpose.WRITE)
                .count());
    assertThat(trail.backlog().nextDue(CMS)).isEmpty();
    if (sync.status() == SyncStatus.UNKNOWN) {
      List<SyncEvent> events = trail.syncs().events(id);
      assertThat(events.get(events.size() - 1).kind()).isEqualTo(SyncEvent.Kind.LEFT_TO_A_PERSON);
    } else {
      assertThat(sync.status().isTerminal()).isTrue();
    }
    if (sync.status() == SyncStatus.SUCCESS) {
      assertThat(engine.gateway().held(ARTICLE)).contains(NEW);
    }
    if (sync.status() == SyncStatus.FAILED) {
      assertThat(engine.gateway().held(ARTICLE)).isNotEqualTo(Optional.of(NEW));
    }
    if (sync.status() != SyncStatus.SUCCESS) {
      assertThat(Objects.requireNonNull(sync.state().failure()).message()).isNotBlank();
    }
  }
}
