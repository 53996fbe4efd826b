package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.fine;
import static dev.synctrail.web.benchmark.Table.ms;
import static dev.synctrail.web.benchmark.Table.times;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.StructuralDiff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.zip.GZIPOutputStream;

/** Measures operations on payloads in memory: hash, diff, checksum, compression. */
final class PayloadFigures {
  private static final int SMALL = 2_000;
  private static final int MEDIUM = 200_000;
  private static final int LARGE = 5_000_000;

  private final Table table;

  PayloadFigures(Table table) {
    this.table = table;
  }

  void measure() {
    hash(SMALL, "2 KB", 0.02);
    hash(MEDIUM, "200 KB", 1.3);
    hash(LARGE, "5 MB", 50);
    diff(SMALL, "2 KB, a few members changed", 10, 0.06);
    diff(MEDIUM, "200 KB, a few members changed", 300, 6);
    diff(LARGE, "5 MB, a few members changed", 8_000, 150);
    diff(LARGE, "5 MB, all changed", 1, 600);
    snapshot(MEDIUM, "200 KB", 1.3);
    snapshot(LARGE, "5 MB", 1.2);
  }

  private void hash(int size, String name, double goal) {
    byte[] bytes = content(size, number -> false);
    double median = sample(size, () -> ContentHash.of(bytes)).median();
    table.row(
        "canonical hash from bytes, " + name,
        fine(median),
        "",
        "",
        "≤ " + goal + " ms",
        median <= goal);
  }

  private void diff(int size, String name, int every, double goal) {
    byte[] before = content(size, number -> false);
    byte[] after = content(size, number -> number % every == 0);
    double median =
        sample(size, () -> StructuralDiff.between(StrictJson.read(before), StrictJson.read(after)))
            .median();
    table.row(
        "structural diff, " + name, fine(median), "", "", "≤ " + goal + " ms", median <= goal);
  }

  private void snapshot(int size, String name, double goal) {
    byte[] bytes = content(size, number -> false);
    int[] compressed = new int[1];
    double bare =
        sample(
                size,
                () -> {
                  sha256(bytes);
                  compressed[0] = gzip(bytes);
                })
            .median();
    double ours = sample(size, () -> EncodedPayload.of(Snapshot.of(bytes))).median();
    table.row(
        "snapshot of a new payload, " + name,
        ms(ours),
        "SHA-256 + gzip " + ms(bare),
        times(ours / bare),
        "≤ " + times(goal),
        ours <= goal * bare);
    double checksum = sample(size, () -> sha256(bytes)).median();
    double again = sample(size, () -> Snapshot.of(bytes)).median();
    table.row(
        "snapshot of a payload already stored, " + name,
        fine(again),
        "SHA-256 " + fine(checksum),
        times(again / checksum),
        "≤ 1.50 ×",
        again <= 1.5 * checksum);
    table.row(
        "gzip of " + name,
        String.format(Locale.ROOT, "%.1f %% smaller", 100 - 100.0 * compressed[0] / bytes.length),
        "the origin reports 96 %",
        "");
  }

  private static Sample sample(int size, Sample.Work work) {
    double seconds = size == LARGE ? 4 : 1.5;
    return Sample.alone(seconds, seconds, work);
  }

  /** Returns a content type of about this size; members are changed where the predicate is true. */
  private static byte[] content(int size, IntPredicate changed) {
    Random random = new Random(42);
    StringBuilder json =
        new StringBuilder(size + 200)
            .append("{\"key\":\"Article\",\"displayName\":\"Article\",\"baseType\":\"_page\"")
            .append(",\"properties\":{");
    for (int number = 0; json.length() < size - 10; number++) {
      json.append(number == 0 ? "" : ",")
          .append("\"property")
          .append(number)
          .append("\":{\"type\":\"string\",\"displayName\":\"")
          .append(Long.toHexString(random.nextLong()))
          .append(changed.test(number) ? "*" : "")
          .append("\",\"isRequired\":")
          .append(number % 3 == 0)
          .append(",\"sortOrder\":")
          .append(number * 10)
          .append('}');
    }
    return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.size();
  }
}
