package dev.synctrail.retention;

import static java.util.Objects.requireNonNull;

import dev.synctrail.retention.Erasure.Progress;
import dev.synctrail.retention.Erasure.Refusal;
import dev.synctrail.retention.Erasure.Step;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests erasures and executes them batch by batch. Each batch and its progress are one
 * transaction, as those of a purge.
 */
@ApplicationScoped
@Transactional
public class Erasing {
  private static final int PAYLOADS_PER_BATCH = 200;

  private final Erasures erasures;
  private final Disposal disposal;
  private final PersonalData personalData;
  private final Clock clock;

  @Inject
  public Erasing(Erasures erasures, Disposal disposal, PersonalData personalData, Clock clock) {
    this.erasures = erasures;
    this.disposal = disposal;
    this.personalData = personalData;
    this.clock = clock;
  }

  /**
   * Requests that the payloads of a sync are erased.
   *
   * @throws ErasureRefused if they must not be
   */
  public Erasure payloads(SyncId sync, String reason, String actor) {
    disposal.refusal(sync).ifPresent(Erasing::refuse);
    return begin(sync, null, Step.PAYLOADS, reason, actor);
  }

  /**
   * Requests that a person's name is erased.
   *
   * @throws ErasureRefused if it must not be
   */
  public Erasure person(String name, String reason, String actor) {
    personalData.refusal(name).ifPresent(Erasing::refuse);
    return begin(null, name, Step.NAMES, reason, actor);
  }

  private static void refuse(Refusal refusal) {
    throw new ErasureRefused(refusal);
  }

  private Erasure begin(
      @Nullable SyncId sync, @Nullable String person, Step step, String reason, String actor) {
    Instant now = clock.instant();
    Erasure erasure =
        new Erasure(
            SyncId.at(now).value(),
            actor,
            reason,
            sync,
            person,
            step,
            0,
            Map.of(),
            now,
            null,
            null,
            null);
    erasures.add(erasure);
    return erasure;
  }

  /**
   * Executes the next batch of the oldest erasure that is not done.
   *
   * @return false if there is nothing to do now
   */
  public boolean step() {
    Optional<Erasure> next = erasures.takeNext();
    if (next.isEmpty()) {
      return false;
    }
    Erasure erasure = next.get();
    Optional<Refusal> refusal = refusal(erasure);
    if (refusal.isPresent()) {
      erasures.update(erasure.refused(refusal.get(), clock.instant()));
      return true;
    }
    Optional<Progress> progress = executeBatch(erasure);
    progress.ifPresent(done -> erasures.update(erasure.advanced(done, clock.instant())));
    return progress.isPresent();
  }

  /** A hold may have been set since the request. */
  private Optional<Refusal> refusal(Erasure erasure) {
    return switch (erasure.step()) {
      case PAYLOADS -> disposal.refusal(requireNonNull(erasure.sync()));
      case NAMES -> personalData.refusal(requireNonNull(erasure.person()));
      case WAITING, SALTS, MARKING, SPARING, BYTES, DONE -> Optional.empty();
    };
  }

  /** Records why the next batch failed. It will be retried. */
  public void failed(String error) {
    erasures.takeNext().ifPresent(erasure -> erasures.update(erasure.withProblem(error)));
  }

  private Optional<Progress> executeBatch(Erasure erasure) {
    return switch (erasure.step()) {
      case NAMES -> {
        Progress names = personalData.names(erasure);
        yield Optional.of(
            names.ended() ? new Progress(true, personalData.queued(), names.counts()) : names);
      }
      case WAITING ->
          personalData.isSequenced(erasure.after())
              ? Optional.of(Progress.end(0))
              : Optional.empty();
      case SALTS -> Optional.of(personalData.salts(erasure));
      case PAYLOADS ->
          Optional.of(
              new Progress(
                  true, 0, disposal.payloadsOf(requireNonNull(erasure.sync()), erasure.id())));
      case MARKING -> {
        disposal.mark(erasure.id());
        yield Optional.of(Progress.end(0));
      }
      case SPARING -> {
        disposal.spare();
        yield Optional.of(Progress.end(0));
      }
      case BYTES -> {
        Disposal.Batch batch = disposal.bytes(PAYLOADS_PER_BATCH);
        yield Optional.of(
            new Progress(batch.last() == null, 0, Map.of("snapshot", batch.deleted().snapshots())));
      }
      case DONE -> throw new IllegalStateException("Erasure " + erasure.id() + " is done");
    };
  }
}
