package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.FailurePattern;
import dev.synctrail.analytics.Fingerprint;
import dev.synctrail.analytics.Precedent;
import dev.synctrail.analytics.Transition;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Failure patterns of a set of transitions, and how they are merged into the stored ones. */
final class FailurePatterns {
  /**
   * Limits the table when messages of a platform never repeat; further patterns are merged into
   * one.
   */
  private static final int MAX_PER_PLATFORM = 1_000;

  private static final String OTHER = "other";

  private final Map<Fingerprint, Occurrences> occurrences = new HashMap<>();

  void add(Transition transition) {
    if (transition.fails()) {
      occurrences
          .computeIfAbsent(Fingerprint.of(transition), absent -> new Occurrences())
          .add(transition);
    }
  }

  Map<Fingerprint, Occurrences> all() {
    return occurrences;
  }

  void write(Connection connection) throws SQLException {
    if (occurrences.isEmpty()) {
      return;
    }
    Map<String, StoredPattern> stored = read(connection, occurrences.keySet());
    Map<PlatformId, Integer> patternCounts = new HashMap<>();
    for (Map.Entry<Fingerprint, Occurrences> entry : occurrences.entrySet()) {
      Fingerprint fingerprint = entry.getKey();
      StoredPattern before = stored.get(fingerprint.hash());
      if (before == null && isFull(connection, fingerprint.platform(), patternCounts)) {
        fingerprint =
            new Fingerprint(
                fingerprint.platform(),
                fingerprint.direction(),
                null,
                fingerprint.failureClass(),
                null,
                null,
                OTHER);
        before = read(connection, List.of(fingerprint)).get(fingerprint.hash());
      }
      write(connection, fingerprint, entry.getValue(), before);
    }
  }

  private static boolean isFull(
      Connection connection, PlatformId platform, Map<PlatformId, Integer> patternCounts)
      throws SQLException {
    if (!patternCounts.containsKey(platform)) {
      new Sql("select count(*) from analytics_pattern where platform = ?", platform.value())
          .each(connection, row -> patternCounts.put(platform, row.getInt(1)));
    }
    return patternCounts.merge(platform, 1, Integer::sum) > MAX_PER_PLATFORM;
  }

  private static Map<String, StoredPattern> read(
      Connection connection, Iterable<Fingerprint> fingerprints) throws SQLException {
    List<String> hashes = new ArrayList<>();
    fingerprints.forEach(fingerprint -> hashes.add(fingerprint.hash()));
    Map<String, StoredPattern> stored = new HashMap<>();
    new Sql(
            "select id, fingerprint, first_sync, last_sync, types, examples, began_after"
                + " from analytics_pattern where fingerprint = any (?)",
            (Object) hashes.toArray(String[]::new))
        .each(
            connection,
            row ->
                stored.put(
                    row.getString("fingerprint"),
                    new StoredPattern(row.getInt("id"), occurrences(row))));
    return stored;
  }

  /** Reads a stored pattern without its days. */
  static Occurrences occurrences(ResultSet row) throws SQLException {
    Occurrences read = new Occurrences();
    read.first = Columns.sync(row, "first_sync");
    read.last = Columns.sync(row, "last_sync");
    for (Object typeKey : (Object[]) row.getArray("types").getArray()) {
      read.types.add(typeKey.toString());
    }
    for (Object example : (Object[]) row.getArray("examples").getArray()) {
      read.examples.add(new SyncId((UUID) example));
    }
    read.beganAfter = PrecedentColumn.read(row.getString("began_after"));
    return read;
  }

  private static void write(
      Connection connection,
      Fingerprint fingerprint,
      Occurrences added,
      @Nullable StoredPattern before)
      throws SQLException {
    Occurrences all = new Occurrences();
    all.add(added);
    if (before != null) {
      all.add(before.occurrences());
    }
    boolean sameBeginning = before != null && all.first().equals(before.occurrences().first());
    String beganAfter =
        PrecedentColumn.text(
            before != null && sameBeginning
                ? before.occurrences().beganAfter
                : precedents(connection, fingerprint.platform(), all.first()));
    UUID[] examples = all.examples.stream().map(SyncId::value).toArray(UUID[]::new);
    int[] id = {before == null ? 0 : before.id()};
    if (before == null) {
      new Sql(
              "insert into analytics_pattern (fingerprint, platform, direction, operation,"
                  + " failure_class, platform_code, field, detail, first_sync, last_sync, types,"
                  + " examples, began_after) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                  + " returning id",
              fingerprint.hash(),
              fingerprint.platform().value(),
              fingerprint.direction().name(),
              fingerprint.operation() == null ? null : fingerprint.operation().name(),
              fingerprint.failureClass().name(),
              fingerprint.platformCode(),
              fingerprint.field(),
              fingerprint.detail(),
              all.first().value(),
              all.last().value(),
              all.types.toArray(String[]::new),
              examples,
              beganAfter)
          .each(connection, row -> id[0] = row.getInt("id"));
    } else {
      new Sql(
              "update analytics_pattern set first_sync = ?, last_sync = ?, types = ?,"
                  + " examples = ?, began_after = ? where id = ?",
              all.first().value(),
              all.last().value(),
              all.types.toArray(String[]::new),
              examples,
              beganAfter,
              id[0])
          .execute(connection);
    }
    for (Map.Entry<LocalDate, Long> day : added.perDay.entrySet()) {
      new Sql(
              "insert into analytics_pattern_day as kept (pattern, day, count) values (?, ?, ?)"
                  + " on conflict (pattern, day) do update set count = kept.count + excluded.count",
              id[0],
              day.getKey(),
              day.getValue())
          .execute(connection);
    }
  }

  private static List<Precedent> precedents(
      Connection connection, PlatformId platform, SyncId first) throws SQLException {
    List<String> typeKeys = new ArrayList<>();
    new Sql("select type_key from sync where id = ?", first.value())
        .each(connection, row -> typeKeys.add(row.getString("type_key")));
    Optional<String> typeKey = typeKeys.stream().findFirst();
    return typeKey.isEmpty()
        ? List.of()
        : Precedent.of(
            footprints(connection, first, platform, typeKey.get()),
            footprints(connection, first, platform, null));
  }

  private static List<Precedent.Footprint> footprints(
      Connection connection, SyncId first, PlatformId platform, @Nullable String typeKey)
      throws SQLException {
    List<Precedent.Footprint> footprints = new ArrayList<>();
    Sql sql =
        new Sql(
            "select id, encode(coalesce(version_id, version_hash), 'hex') as version, adapter_version,"
                + " credential_fingerprint, platform_revision from sync"
                + " where platform = ? and id <= ? and id >= ? and not dry_run",
            platform.value(),
            first.value(),
            // A change is detected by the sync before it, which may be that much older.
            MetricRows.floor(first.startedAt().minus(Precedent.RECENT.multipliedBy(2))));
    if (typeKey != null) {
      sql.add(" and type_key = ?", typeKey);
    }
    sql.add(" order by id desc limit ?", Precedent.WINDOW + 1)
        .each(
            connection,
            row ->
                footprints.add(
                    new Precedent.Footprint(
                        Columns.sync(row, "id"),
                        row.getString("version"),
                        row.getString("adapter_version"),
                        row.getString("credential_fingerprint"),
                        row.getString("platform_revision"))));
    return footprints;
  }

  private record StoredPattern(int id, Occurrences occurrences) {}

  /** First, last and daily occurrences of a pattern. */
  static final class Occurrences {
    private @Nullable SyncId first;
    private @Nullable SyncId last;
    final TreeSet<String> types = new TreeSet<>();
    final TreeSet<SyncId> examples = new TreeSet<>(Comparator.reverseOrder());
    final SortedMap<LocalDate, Long> perDay = new TreeMap<>();
    List<Precedent> beganAfter = List.of();

    private void add(Transition transition) {
      include(transition.sync());
      include(transition.typeKey());
      perDay.merge(MetricRows.day(transition.sync().startedAt()), 1L, Long::sum);
    }

    /** Adds everything except the days. */
    void add(Occurrences other) {
      include(other.first());
      include(other.last());
      other.types.forEach(typeKey -> include(new TypeKey(typeKey)));
      other.examples.forEach(this::include);
      if (beganAfter.isEmpty()) {
        beganAfter = other.beganAfter;
      }
    }

    private void include(SyncId sync) {
      first = first == null || sync.compareTo(first) < 0 ? sync : first;
      last = last == null || sync.compareTo(last) > 0 ? sync : last;
      examples.add(sync);
      while (examples.size() > FailurePattern.MAX_EXAMPLES) {
        examples.pollLast();
      }
    }

    private void include(TypeKey typeKey) {
      if (types.size() < FailurePattern.MAX_TYPES) {
        types.add(typeKey.value());
      }
    }

    SyncId first() {
      return java.util.Objects.requireNonNull(first, "no occurrence was added");
    }

    SyncId last() {
      return java.util.Objects.requireNonNull(last, "no occurrence was added");
    }
  }
}
