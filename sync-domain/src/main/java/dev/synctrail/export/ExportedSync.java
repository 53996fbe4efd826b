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
 * One sync on its way out: per column a range of bytes in UTF-8. It may be filled anew for the next
 * sync as soon as it was written.
 */
public final class ExportedSync {
  private static final int COLUMNS = ExportColumn.values().length;

  private static final byte[] NOTHING = {};
  private static final int ABSENT = -1;

  private final byte[][] sources = new byte[COLUMNS][];
  private final int[] starts = new int[COLUMNS];
  private final int[] ends = new int[COLUMNS];
  private byte @Nullable [] trail;
  private List<PayloadName> trailPayloads = List.of();
  private Function<PayloadName, Optional<ExportedPayload>> payloads = name -> Optional.empty();

  /** Makes one without any value. */
  public ExportedSync() {
    Arrays.fill(sources, NOTHING);
    Arrays.fill(starts, ABSENT);
  }

  /** Takes that there is no value. */
  public void clear(ExportColumn exportColumn) {
    set(exportColumn, NOTHING, ABSENT, ABSENT);
  }

  /** Takes a value; the bytes are not copied. */
  public void set(ExportColumn exportColumn, byte[] source, int start, int end) {
    sources[exportColumn.index()] = source;
    starts[exportColumn.index()] = start;
    ends[exportColumn.index()] = end;
  }

  /** Takes the tries and events, as members of a JSON object, and which payloads they name. */
  public void trail(byte[] members, List<PayloadName> named) {
    trail = members;
    trailPayloads = List.copyOf(named);
  }

  /** Takes where payloads are found; empty for one that is not there or cannot be proved. */
  public void payloads(Function<PayloadName, Optional<ExportedPayload>> found) {
    payloads = found;
  }

  /** Tells whether there is a value. */
  public boolean has(ExportColumn exportColumn) {
    return start(exportColumn) != ABSENT;
  }

  /** Returns the array that {@link #start} and {@link #end} point into. */
  public byte[] source(ExportColumn exportColumn) {
    return sources[exportColumn.index()];
  }

  public int start(ExportColumn exportColumn) {
    return starts[exportColumn.index()];
  }

  public int end(ExportColumn exportColumn) {
    return ends[exportColumn.index()];
  }

  /** Returns a value's text; null when there is none. */
  public @Nullable String text(ExportColumn exportColumn) {
    return has(exportColumn)
        ? new String(
            source(exportColumn),
            start(exportColumn),
            end(exportColumn) - start(exportColumn),
            StandardCharsets.UTF_8)
        : null;
  }

  /** Returns the tries and events as members of a JSON object; null when not asked for. */
  public byte @Nullable [] trail() {
    return trail;
  }

  /** Returns the name of a payload; null when there is none in that role. */
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

  /** Returns the names of all payloads, each once. */
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

  /** Returns a payload; empty when it is purged of this sync, not there, or cannot be proved. */
  public Optional<ExportedPayload> find(PayloadName name) {
    return has(ExportColumn.PURGED_AT) ? Optional.empty() : payloads.apply(name);
  }
}
