package dev.synctrail.deployment;

import dev.synctrail.deployment.Pushing.Prepared;
import dev.synctrail.gateway.BatchItemResult;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.retry.Concluding;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.AttemptOpening;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.TrailLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Makes one attempt of each of several pushes of a run, in one request where the platform supports
 * that. Each push is recorded separately, whatever the outcome of the others.
 */
@ApplicationScoped
public class BatchPushing {
  private static final int MOST = 100;

  private final Pushing pushing;
  private final AttemptOpening attemptOpening;
  private final ExchangeLogs logs;
  private final Concluding concluding;

  @Inject
  public BatchPushing(
      Pushing pushing, AttemptOpening attemptOpening, ExchangeLogs logs, Concluding concluding) {
    this.pushing = pushing;
    this.attemptOpening = attemptOpening;
    this.logs = logs;
    this.concluding = concluding;
  }

  /** Returns whether an attempt is the first one of a push that may be sent with others. */
  public static boolean isMeant(Opened opened) {
    return opened.sync().goesTogether()
        && opened.sync().intent().cause().run() != null
        && opened.earlier().isEmpty();
  }

  /** Makes the attempt, and one of each other push that can be sent with it. */
  public void push(Taken taken, Opened first) {
    List<Prepared> together = new ArrayList<>();
    prepare(first).ifPresent(together::add);
    long size = size(first);
    RunId run = first.sync().intent().cause().run();
    while (run != null && together.size() < MOST && size < Snapshot.LIMIT / 2) {
      Opened next =
          attemptOpening.takeAlong(taken, run, 1).stream()
              .findFirst()
              .flatMap(attemptOpening::open)
              .orElse(null);
      if (next == null) {
        break;
      }
      size += size(next);
      prepare(next).ifPresent(together::add);
    }
    send(together);
  }

  private static long size(Opened opened) {
    return opened.sync().payload(PayloadRole.INTENDED).stream()
        .mapToLong(reference -> reference.originalSize())
        .sum();
  }

  private Optional<Prepared> prepare(Opened opened) {
    TrailLog log = logs.of(opened);
    try {
      return pushing.prepare(opened, log);
    } catch (RuntimeException e) {
      concluding.failed(opened, log, e);
      return Optional.empty();
    }
  }

  private void send(List<Prepared> together) {
    if (together.isEmpty()) {
      return;
    }
    List<PushOrder> orders =
        together.stream()
            .map(prepared -> prepared.order(live -> pushing.decide(prepared, live)))
            .toList();
    List<BatchItemResult> batchItemResult;
    try {
      batchItemResult = together.get(0).there().gateway().pushTogether(orders);
    } catch (RuntimeException e) {
      each(together, i -> failed(together.get(i), e));
      return;
    }
    each(together, i -> conclude(together.get(i), batchItemResult.get(i)));
  }

  /** Concludes every push, even if the outcome of one of them cannot be recorded. */
  private static void each(List<Prepared> together, IntConsumer conclusion) {
    RuntimeException unconcluded = null;
    for (int i = 0; i < together.size(); i++) {
      try {
        conclusion.accept(i);
      } catch (RuntimeException e) {
        unconcluded = e;
      }
    }
    if (unconcluded != null) {
      throw unconcluded;
    }
  }

  private void conclude(Prepared prepared, BatchItemResult batchItemResult) {
    if (batchItemResult instanceof BatchItemResult.Done done) {
      pushing.conclude(prepared.opened(), prepared.log(), prepared.told(done.result()));
    } else if (batchItemResult instanceof BatchItemResult.Thrown thrown) {
      failed(prepared, thrown.why());
    }
  }

  private void failed(Prepared prepared, RuntimeException thrown) {
    concluding.failed(prepared.opened(), prepared.log(), thrown);
  }
}
