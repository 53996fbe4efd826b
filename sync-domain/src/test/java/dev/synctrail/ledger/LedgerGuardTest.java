package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.KeptCheckpoint;
import dev.synctrail.anchor.OutsideCheckpoint;
import dev.synctrail.anchor.Submission;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Note;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerGuardTest {
  private static final LedgerKey KEY = TestKey.of("synctrail/test");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-12-01T04:00:00Z"), ZoneOffset.UTC);

  private final LogInMemory log = new LogInMemory(KEY);
  private final Kept kept = new Kept();
  private final Witness witness = new Witness();
  private final Stored rollbacks = new Stored();

  @Test
  void a_database_that_continues_what_is_known_outside_may_work() {
    assertThat(start().allowsWork()).isTrue();
    log.grow("a", 5);
    LedgerGuard guard = start();
    assertThat(guard.allowsWork()).isTrue();
    assertThat(kept.note).isEqualTo(log.lastCheckpoint().orElseThrow());
    log.grow("b", 5);
    witness.size = 10;

    assertThat(start().allowsWork()).isTrue();
    assertThat(kept.note).isEqualTo(log.lastCheckpoint().orElseThrow());
    assertThat(rollbacks.all).isEmpty();
  }

  @Test
  void an_older_database_works_again_after_a_person_has_acknowledged_it() {
    log.grow("a", 8);
    assertThat(start().allowsWork()).isTrue();
    Note before = Objects.requireNonNull(kept.note);
    log.restore("a", 5);

    LedgerGuard guard = start();
    assertThat(guard.allowsWork()).isFalse();
    assertThat(guard.isRolledBack()).isTrue();
    guard.keep();
    assertThat(kept.note).isEqualTo(before);
    assertThat(rollbacks.all)
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.place()).isEqualTo("file kept");
              assertThat(found.outsideSize()).isEqualTo(8);
              assertThat(found.size()).isEqualTo(5);
              assertThat(found.missing()).isEqualTo(3);
            });
    assertThat(start().allowsWork()).isFalse();
    assertThat(rollbacks.all).hasSize(1);

    assertThat(guard.acknowledge("ann", "restored after a disk failure")).isTrue();
    assertThat(guard.acknowledge("ann", "again")).isFalse();
    assertThat(guard.allowsWork()).isTrue();
    assertThat(kept.note).isEqualTo(log.lastCheckpoint().orElseThrow());
    assertThat(rollbacks.all.get(0).actor()).isEqualTo("ann");
    log.grow("b", 9);
    assertThat(start().allowsWork()).isTrue();
  }

  /** Another server may have kept the checkpoint too. */
  @Test
  void what_was_acknowledged_is_not_found_again() {
    log.grow("a", 8);
    start().allowsWork();
    Note before = kept.note;
    log.restore("a", 5);
    LedgerGuard guard = start();
    guard.allowsWork();
    guard.acknowledge("ann", "restored");
    log.grow("b", 9);

    kept.note = before;
    assertThat(start().allowsWork()).isTrue();
    kept.note = log.lastCheckpoint().orElseThrow();
    log.restore("a", 5);
    assertThat(start().allowsWork()).isFalse();
  }

  @Test
  void another_history_and_an_empty_database_are_found_too() {
    log.grow("a", 8);
    start().allowsWork();
    log.restore("other", 12);
    LedgerGuard guard = start();
    assertThat(guard.allowsWork()).isFalse();
    assertThat(rollbacks.all.get(0).missing()).isZero();

    rollbacks.all.clear();
    log.restore("", 0);
    assertThat(start().allowsWork()).isFalse();
    assertThat(rollbacks.all.get(0).missing()).isEqualTo(8);
  }

  @Test
  void a_witness_that_knows_more_is_believed() {
    log.grow("a", 5);
    witness.size = 7;
    LedgerGuard guard = start();

    assertThat(guard.allowsWork()).isFalse();
    assertThat(guard.open()).extracting(Rollback::place).containsExactly("witness w");
    assertThat(guard.open().get(0).outsideRoot()).isNull();
  }

  @Test
  void what_no_key_of_the_ledger_has_signed_and_what_cannot_be_read_is_passed_over() {
    log.grow("a", 5);
    kept.note = new LogInMemory(TestKey.of("synctrail/test")).grow("b", 99);
    witness.failure = new AnchorFailed("connection failed");

    assertThat(start().allowsWork()).isTrue();
    assertThat(rollbacks.all).isEmpty();
  }

  @Test
  void a_checkpoint_that_cannot_be_kept_stops_nothing() {
    log.grow("a", 5);
    kept.failure = new AnchorFailed("read-only file system");

    assertThat(start().allowsWork()).isTrue();
  }

  private LedgerGuard start() {
    return new LedgerGuard(
        new LedgerProofs(log),
        TestKey.only(KEY),
        kept,
        () -> List.of(witness),
        rollbacks,
        new Acknowledging(rollbacks, CLOCK),
        CLOCK);
  }

  private static final class Kept implements KeptCheckpoint {
    private @Nullable Note note;
    private @Nullable AnchorFailed failure;

    @Override
    public Optional<OutsideCheckpoint> read() {
      return Optional.ofNullable(note)
          .map(
              last ->
                  new OutsideCheckpoint("file kept", Checkpoint.parse(last.text()).size(), last));
    }

    @Override
    public void keep(Note checkpoint) {
      if (failure != null) {
        throw failure;
      }
      note = checkpoint;
    }
  }

  private static final class Witness implements AnchorTarget {
    private long size;
    private @Nullable AnchorFailed failure;

    @Override
    public AnchorKind kind() {
      return AnchorKind.WITNESS;
    }

    @Override
    public String name() {
      return "w";
    }

    @Override
    public String anchor(Submission submission) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<OutsideCheckpoint> newest(Submission submission) {
      if (failure != null) {
        throw failure;
      }
      return size > submission.size()
          ? Optional.of(new OutsideCheckpoint("witness w", size, null))
          : Optional.empty();
    }
  }

  private static final class Stored implements Rollbacks {
    private final List<Rollback> all = new ArrayList<>();

    @Override
    public List<Rollback> all() {
      List<Rollback> newestFirst = new ArrayList<>(all);
      Collections.reverse(newestFirst);
      return newestFirst;
    }

    @Override
    public void add(Rollback found) {
      all.add(found);
    }

    @Override
    public int acknowledge(String actor, String reason, Instant at) {
      int before = (int) all.stream().filter(one -> one.acknowledgedAt() == null).count();
      all.replaceAll(
          one ->
              one.acknowledgedAt() != null
                  ? one
                  : new Rollback(
                      one.id(),
                      one.foundAt(),
                      one.place(),
                      one.outsideSize(),
                      one.outsideRoot(),
                      one.size(),
                      at,
                      actor,
                      reason));
      return before;
    }
  }
}
