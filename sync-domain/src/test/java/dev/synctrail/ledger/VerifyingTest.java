package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.Verification.Counts;
import dev.synctrail.ledger.Verification.State;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Tree;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifyingTest {
  private static final Instant NOW = Instant.parse("2026-11-30T18:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final LedgerFinding FINDING =
      new LedgerFinding(Kind.ALTERED_ROW, 5L, "sync {}", "differs in status");

  private final InMemory verifications = new InMemory();
  private final List<FindingReport> reports = new ArrayList<>();

  @Test
  void everything_is_due_when_the_last_time_is_longer_ago_than_the_period() {
    at(NOW).requestDue(WEEK, "synctrail");
    at(NOW.plus(Duration.ofDays(6))).requestDue(WEEK, "synctrail");
    assertThat(verifications.byId).hasSize(1);

    at(NOW.plus(Duration.ofDays(5))).request("ann", NOW, null, null, null);
    at(NOW.plus(WEEK)).requestDue(WEEK, "synctrail");
    assertThat(verifications.byId.values())
        .extracting(Verification::actor)
        .containsExactly("synctrail", "ann", "synctrail");
  }

  @Test
  void the_oldest_request_is_taken_until_it_has_ended() {
    UUID first = at(NOW).request("ann", null, null, null, null).id();
    UUID second = at(NOW.plusSeconds(1)).request("bob", null, null, null, null).id();
    Verifying verifying = at(NOW.plusSeconds(2));

    Verification begun = verifying.begin().orElseThrow();
    assertThat(begun.id()).isEqualTo(first);
    assertThat(begun.state()).isEqualTo(State.RUNNING);
    verifying.failed(begun, "SQLException");
    assertThat(verifying.begin()).map(Verification::id).contains(second);
    assertThat(verifying.begin()).isEmpty();
    verifying = at(NOW.plusSeconds(62), NOW);
    Verification again = verifying.begin().orElseThrow();
    assertThat(again.id()).isEqualTo(first);
    assertThat(again.problem()).isEqualTo("SQLException");
    verifying.end(again, new Verifying.Outcome(new Counts(3, 7, 0), List.of()));

    assertThat(verifications.find(first))
        .hasValueSatisfying(
            ended -> {
              assertThat(ended.state()).isEqualTo(State.COMPLETED);
              assertThat(ended.counts()).isEqualTo(new Counts(3, 7, 0));
              assertThat(ended.problem()).isNull();
            });
    assertThat(verifications.open()).extracting(Verification::id).containsExactly(second);
  }

  @Test
  void one_that_was_interrupted_waits_longer_each_time_and_after_a_start_of_the_server() {
    at(NOW).request("ann", null, null, null, null);
    assertThat(at(NOW).begin()).isPresent();

    assertThat(at(NOW.plusSeconds(59), NOW).begin()).isEmpty();
    assertThat(at(NOW.plusSeconds(600), NOW).begin()).isPresent();
    assertThat(at(NOW.plusSeconds(1199), NOW).begin()).isEmpty();
    Instant restart = NOW.plusSeconds(5_000);
    assertThat(at(restart.plusSeconds(599), restart).begin()).isEmpty();
    assertThat(at(restart.plusSeconds(600), restart).begin()).isPresent();
    restart = NOW.plus(WEEK);
    assertThat(at(restart.plusSeconds(3_599), restart).begin()).isEmpty();
    assertThat(at(restart.plusSeconds(3_600), restart).begin()).isPresent();
  }

  @Test
  void findings_are_stored_and_reported_up_to_a_limit() {
    Verifying verifying = at(NOW);
    Verification requested = verifying.request("ann", null, null, null, null);

    verifying.end(
        requested,
        new Verifying.Outcome(new Counts(1, 1, 1_001), Collections.nCopies(1_001, FINDING)));

    assertThat(verifications.findings(requested.id())).hasSize(1_000).containsOnly(FINDING);
    assertThat(reports).hasSize(1_000).containsOnly(new FindingReport(FINDING));
  }

  @Test
  void only_a_checkpoint_that_our_key_has_signed_is_accepted() {
    Verifying verifying = at(NOW);
    String other = TestKey.of("synctrail/test").sign(checkpoint()).toString(); // of the same name
    for (String malformed : List.of("x", KEY.sign("no checkpoint\n").toString(), other)) {
      assertThatThrownBy(() -> verifying.request("ann", null, null, malformed, null))
          .isInstanceOf(MalformedLog.class);
    }

    assertThatThrownBy(() -> verifying.request("ann", null, null, null, "x"))
        .isInstanceOf(MalformedLog.class);

    String kept = KEY.sign(checkpoint()).toString();
    assertThat(verifying.request("ann", null, null, kept, null).checkpoint()).isEqualTo(kept);
    assertThat(verifications.byId).hasSize(1);
  }

  private static String checkpoint() {
    Tree tree = Tree.empty();
    tree.append(Hash.EMPTY_ROOT);
    return Checkpoint.of("synctrail/test", tree).text();
  }

  private Verifying at(Instant now) {
    return at(now, now);
  }

  private Verifying at(Instant now, Instant upSince) {
    Iterator<Instant> times = List.of(upSince, now).iterator();
    return new Verifying(
        () -> {
          throw new AssertionError("nothing is compared");
        },
        TestKey.only(KEY),
        verifications,
        events(),
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return times.hasNext() ? times.next() : now;
          }
        });
  }

  @SuppressWarnings("unchecked")
  private Event<FindingReport> events() {
    return (Event<FindingReport>)
        Proxy.newProxyInstance(
            VerifyingTest.class.getClassLoader(),
            new Class<?>[] {Event.class},
            (proxy, method, arguments) -> {
              reports.add((FindingReport) arguments[0]);
              return null;
            });
  }

  private static final class InMemory implements Verifications {
    private final TreeMap<UUID, Verification> byId = new TreeMap<>();
    private final List<LedgerFinding> findings = new ArrayList<>();

    @Override
    public void add(Verification verification) {
      byId.put(verification.id(), verification);
    }

    @Override
    public List<Verification> open() {
      return byId.values().stream().filter(one -> one.endedAt() == null).toList();
    }

    @Override
    public void update(Verification verification) {
      byId.put(verification.id(), verification);
    }

    @Override
    public void add(UUID verification, List<LedgerFinding> found) {
      findings.addAll(found);
    }

    @Override
    public Optional<Instant> lastOfEverything() {
      return byId.descendingMap().values().stream()
          .filter(Verification::isComplete)
          .map(Verification::createdAt)
          .findFirst();
    }

    @Override
    public Optional<Verification> lastCompleted() {
      return byId.descendingMap().values().stream()
          .filter(one -> one.isComplete() && one.endedAt() != null)
          .findFirst();
    }

    @Override
    public Optional<Verification> alarm() {
      return lastCompleted().filter(one -> one.counts().findings() > 0);
    }

    @Override
    public Optional<Verification> find(UUID id) {
      return Optional.ofNullable(byId.get(id));
    }

    @Override
    public List<LedgerFinding> findings(UUID verification) {
      return List.copyOf(findings);
    }

    @Override
    public List<Verification> page(@Nullable UUID cursor, boolean backwards, int limit) {
      return List.copyOf(byId.values());
    }
  }
}
