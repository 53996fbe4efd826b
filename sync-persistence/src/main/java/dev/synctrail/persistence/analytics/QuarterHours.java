package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Counts;
import dev.synctrail.analytics.Durations;
import dev.synctrail.analytics.QuarterHour;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Counts per quarter hour of one day, packed; one row per quarter hour would need ten times the
 * space.
 *
 * <p>Each quarter hour with counts is written as the difference of its index to the previous one, a
 * bit mask of the numbers that are not 0, these numbers, and the percentiles. A single duration is
 * its own sum, minimum, maximum and percentile.
 */
final class QuarterHours {
  private static final int TIMED = 9;
  private static final int SUM = 10;
  private static final int MIN = 11;
  private static final int MAX = 12;

  private final Map<Integer, Counts> countsByQuarter = new TreeMap<>();

  void add(int quarter, Counts counts) {
    if (quarter < 0 || quarter >= QuarterHour.PER_DAY) {
      throw new IllegalArgumentException("Not a quarter hour of a day: " + quarter);
    }
    countsByQuarter.computeIfAbsent(quarter, absent -> new Counts()).add(counts);
  }

  void add(byte[] packed) {
    each(packed, this::add);
  }

  byte[] packed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int last = 0;
    for (Map.Entry<Integer, Counts> entry : countsByQuarter.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        write(out, entry.getKey() - last);
        last = entry.getKey();
        pack(out, entry.getValue());
      }
    }
    return out.toByteArray();
  }

  private static void pack(ByteArrayOutputStream out, Counts counts) {
    long[] numbers = counts.numbers();
    boolean single = numbers[TIMED] == 1;
    int mask = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != 0 && !(single && i >= MIN)) {
        mask |= 1 << i;
      }
    }
    write(out, mask);
    for (int i = 0; i < numbers.length; i++) {
      if ((mask & (1 << i)) != 0) {
        write(out, (numbers[i] << 1) ^ (numbers[i] >> 63));
      }
    }
    if (numbers[TIMED] > 1) {
      byte[] durations = counts.durations();
      write(out, durations.length);
      out.write(durations, 0, durations.length);
    }
  }

  static void each(byte[] packed, BiConsumer<Integer, Counts> visitor) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    int quarter = 0;
    while (in.hasRemaining()) {
      quarter += (int) read(in);
      visitor.accept(quarter, unpack(in));
    }
  }

  private static Counts unpack(ByteBuffer in) {
    int mask = (int) read(in);
    long[] numbers = new long[Counts.NUMBERS];
    for (int i = 0; i < numbers.length; i++) {
      if ((mask & (1 << i)) != 0) {
        long folded = read(in);
        numbers[i] = (folded >>> 1) ^ -(folded & 1);
      }
    }
    byte[] durations = {};
    if (numbers[TIMED] == 1) {
      numbers[MIN] = numbers[SUM];
      numbers[MAX] = numbers[SUM];
      Durations one = new Durations();
      one.add(numbers[SUM]);
      durations = one.bytes();
    } else if (numbers[TIMED] > 1) {
      durations = new byte[(int) read(in)];
      in.get(durations);
    }
    return Counts.of(numbers, durations);
  }

  private static void write(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long read(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
