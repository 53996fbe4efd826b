package dev.synctrail.web.benchmark;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The distribution of the duration of repeated work.
 *
 * @param median in milliseconds
 * @param p99 in milliseconds
 * @param perSecond of all clients together
 * @param times how often the work was done
 */
record Sample(double median, double p99, double perSecond, int times) {

  /** Work that is repeated. */
  interface Work {
    void once() throws Exception;
  }

  /**
   * Repeats the work in one thread: first as warm-up, then measured, each for the given seconds.
   */
  static Sample alone(double warmUp, double seconds, Work work) {
    return concurrently(1, warmUp, seconds, client -> work);
  }

  /** Returns the work of a client by its number, from 0. */
  interface Workers {
    Work of(int client);
  }

  /** Repeats the work in several threads at once. */
  static Sample concurrently(int clients, double warmUp, double seconds, Workers workers) {
    if (warmUp > 0) {
      run(clients, warmUp, workers);
    }
    long start = System.nanoTime();
    long[] nanos = run(clients, seconds, workers);
    double took = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    return new Sample(
        quantile(nanos, 0.5), quantile(nanos, 0.99), nanos.length / took, nanos.length);
  }

  private static long[] run(int clients, double seconds, Workers workers) {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long end = System.nanoTime() + (long) (seconds * 1e9);
      var running =
          IntStream.range(0, clients)
              .mapToObj(workers::of)
              .map(work -> threads.submit((Callable<long[]>) () -> repeat(work, end)))
              .toList();
      return running.stream().map(Sample::result).flatMapToLong(LongStream::of).toArray();
    } finally {
      threads.shutdown();
    }
  }

  private static long[] repeat(Work work, long end) throws Exception {
    var times = LongStream.builder();
    long now = System.nanoTime();
    do {
      work.once();
      long after = System.nanoTime();
      times.add(after - now);
      now = after;
    } while (now < end);
    return times.build().toArray();
  }

  private static long[] result(Future<long[]> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static double quantile(long[] nanos, double q) {
    return nanos[(int) Math.min(nanos.length - 1, Math.floor(q * nanos.length))] / 1e6;
  }
}
