package dev.synctrail.persistence.export;

import dev.synctrail.export.ExportedPayload;
import dev.synctrail.export.PayloadName;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.snapshot.SnapshotCorrupt;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The payloads of one export: each proved when it is read, small ones read many at a time and kept
 * as long as there is room, large ones one by one.
 */
final class StoredPayloads {
  private static final Logger LOG = System.getLogger(StoredPayloads.class.getName());

  /** Up to here a stored payload is small. */
  private static final int SMALL = 16 * 1024;

  private static final int AT_ONCE = 256;
  private static final int ROOM = 24 * 1024 * 1024;

  /** What keeping a payload costs beside its bytes. */
  private static final int OVERHEAD = 300;

  private final PGConnection connection;
  private final Map<PayloadName, ExportedPayload> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int taken;

  StoredPayloads(PGConnection connection) {
    this.connection = connection;
  }

  /** Reads the small ones among those that will be asked for next. */
  void expect(Collection<PayloadName> names) throws SQLException {
    List<PayloadName> missing =
        names.stream().filter(name -> !kept.containsKey(name)).distinct().toList();
    for (int i = 0; i < missing.size(); i += AT_ONCE) {
      read(
              missing.subList(i, Math.min(missing.size(), i + AT_ONCE)),
              " and stored_size <= " + SMALL)
          .forEach(this::keep);
    }
  }

  /** Returns a payload, if it is there and proved. */
  Optional<ExportedPayload> find(PayloadName name) {
    ExportedPayload payload = kept.get(name);
    if (payload != null) {
      return Optional.of(payload);
    }
    try {
      return Optional.ofNullable(read(List.of(name), "").get(name));
    } catch (SQLException e) {
      throw new PersistenceException("A payload could not be read: " + e.getSQLState(), e);
    }
  }

  private Map<PayloadName, ExportedPayload> read(List<PayloadName> names, String condition)
      throws SQLException {
    Set<PayloadName> asked = Set.copyOf(names);
    String wanted =
        names.stream()
            .map(name -> "'\\x" + name.checksum() + "'")
            .distinct()
            .collect(Collectors.joining(", "));
    Map<PayloadName, ExportedPayload> read = new LinkedHashMap<>();
    try (BinaryCopy copy =
        BinaryCopy.of(
            connection,
            "select checksum, truncated, encoding, kept_checksum, bytes from snapshot"
                + " where checksum in ("
                + wanted
                + ")"
                + condition)) {
      while (copy.next()) {
        PayloadName name = new PayloadName(new Checksum(copy.hex(0)), copy.flag(1));
        Checksum expected = copy.isNull(3) ? name.checksum() : new Checksum(copy.hex(3));
        ExportedPayload payload = proved(name, copy.text(2), copy.bytes(4), expected);
        if (payload != null && asked.contains(name)) {
          read.put(name, payload);
        }
      }
    }
    return read;
  }

  private static @Nullable ExportedPayload proved(
      PayloadName name, @Nullable String encoding, byte[] stored, Checksum expected) {
    try {
      return ExportedPayload.of(
          EncodedPayload.stored(Encoding.valueOf(String.valueOf(encoding)), stored)
              .decode(expected)
              .bytes());
    } catch (SnapshotCorrupt e) {
      LOG.log(Level.ERROR, "Payload {0} was omitted from an export: {1}", name, e.getMessage());
      return null;
    }
  }

  private void keep(PayloadName name, ExportedPayload payload) {
    kept.put(name, payload);
    taken += payload.bytes().length + OVERHEAD;
    List<PayloadName> oldest = new ArrayList<>();
    int left = taken;
    for (Map.Entry<PayloadName, ExportedPayload> entry : kept.entrySet()) {
      if (left <= ROOM) {
        break;
      }
      oldest.add(entry.getKey());
      left -= entry.getValue().bytes().length + OVERHEAD;
    }
    oldest.forEach(kept::remove);
    taken = left;
  }
}
