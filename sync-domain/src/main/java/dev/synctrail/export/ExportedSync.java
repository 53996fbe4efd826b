package dev.synctrail.export;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.tracking.PayloadRole;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The column values of one exported sync, each a range of UTF-8 bytes. It can be reused for the
 * next sync once it is written.
 */
public final class ExportedSync {
  private static final int COLUMNS = ExportColumn.values().length;

  private static final byte[] EMPTY = {};
  private static final int ABSENT = -1;

  private final byte[][] sources = new byte[COLUMNS][];
  private final int[] starts = new int[COLUMNS];
  private final int[] ends = new int[COLUMNS];
  private byte @Nullable [] trail;
  private List<PayloadName> trailPayloads = List.of();
  private Function<PayloadName, Optional<ExportedPayload>> payloads = name -> Optional.empty();

  /** Creates a sync without values. */
  public ExportedSync() {
    Arrays.fill(sources, EMPTY);
    Arrays.fill(starts, ABSENT);
  }

  /** Clears a value. */
  public void clear(ExportColumn exportColumn) {
    set(exportColumn, EMPTY, ABSENT, ABSENT);
  }

  /** Sets a value. The bytes are not copied. */
  public void set(ExportColumn exportColumn, byte[] source, int start, int end) {
    sources[exportColumn.index()] = source;
    starts[exportColumn.index()] = start;
    ends[exportColumn.index()] = end;
  }

  /**
   * Sets the attempts and events, as members of a JSON object, and the payloads that they refer to.
   */
  public void trail(byte[] members, List<PayloadName> payloadNames) {
    trail = members;
    trailPayloads = List.copyOf(payloadNames);
  }

  /**
   * Sets the lookup of payloads. It returns empty for a payload that does not exist or fails
   * verification.
   */
  public void payloads(Function<PayloadName, Optional<ExportedPayload>> lookup) {
    payloads = lookup;
  }

  /** Returns whether there is a value. */
  public boolean has(ExportColumn exportColumn) {
    return start(exportColumn) != ABSENT;
  }

  /** Returns the array that {@link #start} and {@link #end} refer to. */
  public byte[] source(ExportColumn exportColumn) {
    return sources[exportColumn.index()];
  }

  public int start(ExportColumn exportColumn) {
    return starts[exportColumn.index()];
  }

  public int end(ExportColumn exportColumn) {
    return ends[exportColumn.index()];
  }

  /** Returns a value as text; null if there is none. */
  public @Nullable String text(ExportColumn exportColumn) {
    return has(exportColumn)
        ? new String(
            source(exportColumn),
            start(exportColumn),
            end(exportColumn) - start(exportColumn),
            StandardCharsets.UTF_8)
        : null;
  }

  /** Returns the attempts and events as members of a JSON object; null if not requested. */
  public byte @Nullable [] trail() {
    return trail;
  }

  /** Returns the name of the payload in a role; null if there is none. */
  public @Nullable PayloadName payload(PayloadRole payloadRole) {
    String checksum = text(ExportColumn.checksum(payloadRole));
    String truncated = text(ExportColumn.TRUNCATED_ROLES);
    return checksum == null
        ? null
        : new PayloadName(
            new Checksum(checksum),
            truncated != null
                && Arrays.asList(truncated.split(",", -1)).contains(payloadRole.name()));
  }

  /** Returns the distinct names of all payloads. */
  public Set<PayloadName> payloads() {
    Set<PayloadName> all = new LinkedHashSet<>();
    for (PayloadRole payloadRole : PayloadRole.values()) {
      PayloadName name = payload(payloadRole);
      if (name != null) {
        all.add(name);
      }
    }
    all.addAll(trailPayloads);
    return all;
  }

  /**
   * Returns a payload; empty if it was purged from this sync, does not exist, or fails
   * verification.
   */
  public Optional<ExportedPayload> find(PayloadName name) {
    return has(ExportColumn.PURGED_AT) ? Optional.empty() : payloads.apply(name);
  }
}
