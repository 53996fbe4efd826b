package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Run.Counts;
import dev.synctrail.tracking.Run.Status;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Run run(Counts counts, boolean listing, @Nullable String error, boolean started) {
    return new Run(
        RunId.at(NOON),
        Direction.PUSH,
        new PlatformId("cms"),
        "ann",
        null,
        null,
        null,
        PushOptions.NONE,
        Run.Origin.NONE,
        null,
        counts,
        listing,
        error,
        NOON,
        started ? NOON : null,
        null);
  }

  @ParameterizedTest(name = "a {0}, dry {1}, in a halt of {2}: {3}")
  @CsvSource({
    "PUSH, false, EVERYTHING, true",
    "PUSH, false, WRITES, true",
    "PUSH, false, NOTHING, false",
    "PUSH, true, WRITES, false",
    "PUSH, true, EVERYTHING, true",
    "PULL, false, WRITES, false",
    "PULL, false, EVERYTHING, true",
  })
  void is_blocked_by_the_halts_that_block_its_requests(
      Direction direction, boolean dryRun, Halt.Scope scope, boolean held) {
    Halt halt = new Halt(scope, "they migrate", null);

    assertThat(run(direction, dryRun, Counts.of(1)).isHeldBy(halt)).isEqualTo(held);
    assertThat(run(direction, dryRun, new Counts(1, 1, 0, 0)).isHeldBy(halt)).isFalse();
  }

  private static Run run(Direction direction, boolean dryRun, Counts counts) {
    return new Run(
        RunId.at(NOON),
        direction,
        new PlatformId("cms"),
        "ann",
        null,
        null,
        null,
        new PushOptions(dryRun, false),
        Run.Origin.NONE,
        null,
        counts,
        false,
        null,
        NOON,
        null,
        null);
  }

  @ParameterizedTest(name = "of {0}: {1} good, {2} bad, {3} partial, started {4}: {5}, {6} %")
  @CsvSource({
    "4, 0, 0, 0, false, QUEUED, 0",
    "4, 0, 0, 0, true, IN_PROGRESS, 0",
    "4, 1, 0, 0, true, IN_PROGRESS, 25",
    "3, 1, 0, 0, true, IN_PROGRESS, 33",
    "4, 1, 1, 1, true, IN_PROGRESS, 75",
    "4, 4, 0, 0, true, COMPLETED, 100",
    "4, 0, 4, 0, true, FAILED, 100",
    "4, 0, 0, 4, true, PARTIAL, 100",
    "4, 3, 1, 0, true, PARTIAL, 100",
    "4, 3, 0, 1, true, PARTIAL, 100",
    "0, 0, 0, 0, true, COMPLETED, 100",
  })
  void follows_its_syncs(
      int total,
      int success,
      int failed,
      int partial,
      boolean started,
      Status status,
      int progress) {
    Run run = run(new Counts(total, success, failed, partial), false, null, started);

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.progress()).isEqualTo(progress);
    assertThat(run.counts().unsettled()).isEqualTo(total - success - failed - partial);
  }

  @Test
  void is_not_complete_while_its_types_are_being_listed() {
    assertThat(run(Counts.of(0), true, null, false).status()).isEqualTo(Status.QUEUED);
    assertThat(run(Counts.of(0), true, null, true).status()).isEqualTo(Status.IN_PROGRESS);
    assertThat(run(Counts.of(0), true, null, true).progress()).isZero();
  }

  @Test
  void fails_when_its_types_could_not_be_listed() {
    assertThat(run(Counts.of(0), false, "403", true).status()).isEqualTo(Status.FAILED);
    assertThat(run(Counts.of(0), false, "403", true).progress()).isEqualTo(100);
  }

  @Test
  void only_queued_or_running_work_can_change() {
    assertThat(Arrays.stream(Status.values()).filter(status -> !status.isFinal()))
        .containsExactly(Status.QUEUED, Status.IN_PROGRESS);
  }
}
