package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.snapshot.SnapshotCorrupt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the commitments of payloads from their bytes, each once. The results are in a
 * temporary table.
 */
final class PayloadCheck {
  private static final int BYTES_AT_ONCE = 8_000_000;
  private static final String WANTED =
      "checksum in (select decode(hex, 'hex') from unnest(cast(? as text[])) as hex)";

  private final Connection connection;

  PayloadCheck(Connection connection) throws SQLException {
    this.connection = connection;
    new Sql(
            "create temporary table ledger_payload (checksum bytea not null, commitment text)"
                + " on commit drop")
        .execute(connection);
    new Sql("create index on ledger_payload (checksum)").execute(connection);
  }

  /**
   * Returns the commitments of what is stored under these checksums. A payload that is not what its
   * row says has none; a checksum that is not a key is not stored.
   */
  Map<String, Set<String>> commitments(Collection<String> checksums) throws SQLException {
    Map<String, Set<String>> known = new HashMap<>();
    if (checksums.isEmpty()) {
      return known;
    }
    known(checksums, known);
    Set<String> missing = new HashSet<>(checksums);
    missing.removeAll(known.keySet());
    if (!missing.isEmpty()) {
      recompute(missing);
      known(missing, known);
    }
    return known;
  }

  private void known(Collection<String> checksums, Map<String, Set<String>> known)
      throws SQLException {
    new Sql(
            "select encode(checksum, 'hex'), commitment from ledger_payload where " + WANTED,
            List.copyOf(checksums))
        .each(
            connection,
            row -> {
              Set<String> commitments =
                  known.computeIfAbsent(row.getString(1), checksum -> new HashSet<>());
              String commitment = row.getString(2);
              if (commitment != null) {
                commitments.add(commitment);
              }
            });
  }

  private void recompute(Collection<String> checksums) throws SQLException {
    List<String> next = new ArrayList<>();
    List<List<String>> portions = new ArrayList<>();
    long[] bytes = {0};
    new Sql(
            "select encode(checksum, 'hex'), sum(octet_length(bytes)) from snapshot where "
                + WANTED
                + " group by checksum",
            List.copyOf(checksums))
        .each(
            connection,
            row -> {
              next.add(row.getString(1));
              bytes[0] += row.getLong(2);
              if (bytes[0] > BYTES_AT_ONCE) {
                portions.add(List.copyOf(next));
                next.clear();
                bytes[0] = 0;
              }
            });
    portions.add(next);
    for (List<String> portion : portions) {
      List<String> found = new ArrayList<>();
      List<@Nullable String> commitments = new ArrayList<>();
      new Sql(
              "select encode(checksum, 'hex'), encoding, bytes, kept_checksum, salt, commitment"
                  + " from snapshot where "
                  + WANTED,
              portion)
          .each(
              connection,
              row -> {
                found.add(row.getString(1));
                commitments.add(Objects.requireNonNullElse(commitment(row), ""));
              });
      new Sql(
              "insert into ledger_payload (checksum, commitment) select decode(hex, 'hex'),"
                  + " nullif(commitment, '') from unnest(cast(? as text[]), cast(? as text[]))"
                  + " as found (hex, commitment)",
              found,
              commitments)
          .execute(connection);
    }
  }

  /** Returns null if the payload is not what its row says. */
  private static @Nullable String commitment(ResultSet row) throws SQLException {
    byte[] kept = row.getBytes(4);
    byte[] salt = row.getBytes(5);
    byte[] stored = row.getBytes(6);
    if (salt == null || stored == null || salt.length != Salt.LENGTH) {
      return null;
    }
    Checksum checksum =
        new Checksum(kept == null ? row.getString(1) : HexFormat.of().formatHex(kept));
    try {
      Commitment computed =
          Commitment.of(
              Salt.of(salt),
              EncodedPayload.stored(Encoding.valueOf(row.getString(2)), row.getBytes(3))
                  .decode(checksum)
                  .bytes());
      return Arrays.equals(computed.bytes(), stored) ? computed.hex() : null;
    } catch (SnapshotCorrupt | IllegalArgumentException e) { // of the encoding
      return null;
    }
  }

  /** Returns under which checksum each of these commitments is stored. */
  Map<String, String> places(Collection<String> commitments) throws SQLException {
    Map<String, String> places = new HashMap<>();
    if (!commitments.isEmpty()) {
      new Sql(
              "select encode(commitment, 'hex'), encode(checksum, 'hex') from snapshot where"
                  + " commitment in (select decode(hex, 'hex') from unnest(cast(? as text[])) as"
                  + " hex)",
              List.copyOf(commitments))
          .each(connection, row -> places.put(row.getString(1), row.getString(2)));
    }
    return places;
  }
}
