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
 * Reads the payloads of one export and verifies each. Small payloads are read in batches and cached
 * up to a limit; large ones are read one by one.
 */
final class StoredPayloads {
  private static final Logger LOG = System.getLogger(StoredPayloads.class.getName());

  /** Largest stored size of a small payload. */
  private static final int SMALL_BYTES = 16 * 1024;

  private static final int BATCH = 256;
  private static final int CACHE_BYTES = 24 * 1024 * 1024;

  /** Estimated memory of a cached payload in addition to its bytes. */
  private static final int OVERHEAD = 300;

  private final PGConnection connection;
  private final Map<PayloadName, ExportedPayload> cache = new LinkedHashMap<>(16, 0.75f, true);
  private int cachedBytes;

  StoredPayloads(PGConnection connection) {
    this.connection = connection;
  }

  /** Reads the small payloads among those that will be requested next. */
  void expect(Collection<PayloadName> names) throws SQLException {
    List<PayloadName> missing =
        names.stream().filter(name -> !cache.containsKey(name)).distinct().toList();
    for (int i = 0; i < missing.size(); i += BATCH) {
      read(
              missing.subList(i, Math.min(missing.size(), i + BATCH)),
              " and stored_size <= " + SMALL_BYTES)
          .forEach(this::addToCache);
    }
  }

  /** Returns a payload if it is stored and its checksum is correct. */
  Optional<ExportedPayload> find(PayloadName name) {
    ExportedPayload payload = cache.get(name);
    if (payload != null) {
      return Optional.of(payload);
    }
    try {
      return Optional.ofNullable(read(List.of(name), "").get(name));
    } catch (SQLException e) {
      throw new PersistenceException("Cannot read a payload: " + e.getSQLState(), e);
    }
  }

  private Map<PayloadName, ExportedPayload> read(List<PayloadName> names, String condition)
      throws SQLException {
    Set<PayloadName> requested = Set.copyOf(names);
    String checksums =
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
                + checksums
                + ")"
                + condition)) {
      while (copy.next()) {
        PayloadName name = new PayloadName(new Checksum(copy.hex(0)), copy.flag(1));
        Checksum expected = copy.isNull(3) ? name.checksum() : new Checksum(copy.hex(3));
        ExportedPayload payload = verified(name, copy.text(2), copy.bytes(4), expected);
        if (payload != null && requested.contains(name)) {
          read.put(name, payload);
        }
      }
    }
    return read;
  }

  private static @Nullable ExportedPayload verified(
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

  private void addToCache(PayloadName name, ExportedPayload payload) {
    cache.put(name, payload);
    cachedBytes += payload.bytes().length + OVERHEAD;
    List<PayloadName> oldest = new ArrayList<>();
    int remaining = cachedBytes;
    for (Map.Entry<PayloadName, ExportedPayload> entry : cache.entrySet()) {
      if (remaining <= CACHE_BYTES) {
        break;
      }
      oldest.add(entry.getKey());
      remaining -= entry.getValue().bytes().length + OVERHEAD;
    }
    oldest.forEach(cache::remove);
    cachedBytes = remaining;
  }
}
