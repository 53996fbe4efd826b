package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorAttempt;
import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.anchor.Submission;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnchoringTest {
  private static final Instant NOW = Instant.parse("2026-12-01T04:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final LogInMemory log = new LogInMemory(TestKey.of("synctrail/test"));
  private final Stored anchors = new Stored();
  private final Target target = new Target("w");
  private final List<AnchorAttempt> attempts = new ArrayList<>();
  private Instant now = NOW;

  @Test
  void the_newest_checkpoint_is_anchored_once_in_a_period_if_the_ledger_has_grown() {
    run();
    assertThat(target.told).isEmpty();

    Note first = log.grow("a", 3);
    run();
    log.grow("b", 2);
    after(HOUR.minusSeconds(1));
    assertThat(target.told).hasSize(1);

    Note second = log.grow("c", 1);
    after(Duration.ofSeconds(1));
    after(HOUR);

    assertThat(target.told).extracting(Submission::checkpoint).containsExactly(first, second);
    assertThat(target.told).extracting(Submission::known).containsExactly(0L, 3L);
    assertThat(target.told.get(1).proofs().apply(3).path()).isNotEmpty();
    assertThat(anchors.newestOnly())
        .isEqualTo(
            new Anchor(
                anchors.newestOnly().id(),
                AnchorKind.WITNESS,
                "w",
                6,
                second,
                1,
                NOW.plus(HOUR),
                NOW.plus(HOUR),
                "proof of 6",
                null));
  }

  @Test
  void a_failure_is_kept_and_tried_again_after_a_pause_that_doubles() {
    log.grow("a", 3);
    target.failure = new AnchorFailed("status 500");
    run();
    Anchor failed = anchors.newestOnly();
    assertThat(failed.error()).isEqualTo("status 500");
    assertThat(failed.anchoredAt()).isNull();

    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      int before = target.told.size();
      after(Duration.ofSeconds(10));
      if (target.told.size() > before) {
        seconds.add(Duration.between(NOW, now).toSeconds());
      }
    }
    assertThat(seconds).startsWith(60L, 180L, 420L, 900L, 1860L, 3780L, 7380L, 10_980L);

    log.grow("b", 1);
    target.failure = null;
    after(HOUR);
    Anchor anchored = anchors.newestOnly();
    assertThat(anchored.id()).isEqualTo(failed.id());
    assertThat(anchored.size()).isEqualTo(4);
    assertThat(anchored.error()).isNull();
    assertThat(anchors.byId).hasSize(1);
    assertThat(attempts).first().isEqualTo(new AnchorAttempt(AnchorKind.WITNESS, false));
    assertThat(attempts).last().isEqualTo(new AnchorAttempt(AnchorKind.WITNESS, true));
  }

  @Test
  void an_unexpected_error_of_a_place_does_not_stop_the_others() {
    log.grow("a", 3);
    target.failure = new IllegalStateException("a secret");
    Target other = new Target("x");
    new Anchoring(
            () -> List.of(target, other),
            anchors,
            new LedgerProofs(log),
            event(attempts),
            Clock.fixed(now, ZoneOffset.UTC))
        .anchor(HOUR);

    assertThat(anchors.byId.values())
        .extracting(Anchor::error)
        .contains("unexpected error IllegalStateException");
    assertThat(other.told).hasSize(1);
  }

  private void after(Duration time) {
    now = now.plus(time);
    run();
  }

  private void run() {
    new Anchoring(
            () -> List.of(target),
            anchors,
            new LedgerProofs(log),
            event(attempts),
            Clock.fixed(now, ZoneOffset.UTC))
        .anchor(HOUR);
  }

  @SuppressWarnings("unchecked")
  private static Event<AnchorAttempt> event(List<AnchorAttempt> fired) {
    return (Event<AnchorAttempt>)
        Proxy.newProxyInstance(
            Event.class.getClassLoader(),
            new Class<?>[] {Event.class},
            (proxy, method, arguments) -> {
              fired.add((AnchorAttempt) arguments[0]);
              return null;
            });
  }

  private static final class Target implements AnchorTarget {
    private final String name;
    private final List<Submission> told = new ArrayList<>();
    private @Nullable RuntimeException failure;

    Target(String name) {
      this.name = name;
    }

    @Override
    public AnchorKind kind() {
      return AnchorKind.WITNESS;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String anchor(Submission submission) {
      told.add(submission);
      if (failure != null) {
        throw failure;
      }
      return "proof of " + submission.size();
    }
  }

  private static final class Stored implements Anchors {
    private final TreeMap<UUID, Anchor> byId = new TreeMap<>();

    Anchor newestOnly() {
      return byId.lastEntry().getValue();
    }

    @Override
    public void save(Anchor anchor) {
      byId.put(anchor.id(), anchor);
    }

    @Override
    public Optional<Anchor> last(AnchorKind kind, String name) {
      return byId.descendingMap().values().stream()
          .filter(anchor -> anchor.name().equals(name))
          .findFirst();
    }

    @Override
    public List<Anchor> newest() {
      return byId.values().stream()
          .filter(anchor -> anchor.anchoredAt() != null)
          .sorted(
              Comparator.comparing((Anchor one) -> Objects.requireNonNull(one.anchoredAt()))
                  .reversed())
          .limit(1)
          .toList();
    }

    @Override
    public List<Anchor> of(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Anchor> page(@Nullable UUID cursor, boolean backwards, int limit) {
      throw new UnsupportedOperationException();
    }
  }
}
