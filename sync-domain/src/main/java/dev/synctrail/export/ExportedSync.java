package dev.synctrail.export;

import dev.synctrail.snapshot.Checksum;
import dev.synctrail.tracking.Role;
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
  private static final int COLUMNS = Column.values().length;

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
  public void clear(Column column) {
    set(column, NOTHING, ABSENT, ABSENT);
  }

  /** Takes a value; the bytes are not copied. */
  public void set(Column column, byte[] source, int start, int end) {
    sources[column.place()] = source;
    starts[column.place()] = start;
    ends[column.place()] = end;
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
  public boolean has(Column column) {
    return start(column) != ABSENT;
  }

  /** Returns the array that {@link #start} and {@link #end} point into. */
  public byte[] source(Column column) {
    return sources[column.place()];
  }

  public int start(Column column) {
    return starts[column.place()];
  }

  public int end(Column column) {
    return ends[column.place()];
  }

  /** Returns a value's text; null when there is none. */
  public @Nullable String text(Column column) {
    return has(column)
        ? new String(
            source(column), start(column), end(column) - start(column), StandardCharsets.UTF_8)
        : null;
  }

  /** Returns the tries and events as members of a JSON object; null when not asked for. */
  public byte @Nullable [] trail() {
    return trail;
  }

  /** Returns the name of a payload; null when there is none in that role. */
  public @Nullable PayloadName payload(Role role) {
    String checksum = text(Column.checksum(role));
    String truncated = text(Column.TRUNCATED_ROLES);
    return checksum == null
        ? null
        : new PayloadName(
            new Checksum(checksum),
            truncated != null && Arrays.asList(truncated.split(",", -1)).contains(role.name()));
  }

  /** Returns the names of all payloads, each once. */
  public Set<PayloadName> payloads() {
    Set<PayloadName> all = new LinkedHashSet<>();
    for (Role role : Role.values()) {
      PayloadName name = payload(role);
      if (name != null) {
        all.add(name);
      }
    }
    all.addAll(trailPayloads);
    return all;
  }

  /** Returns a payload; empty when it is purged of this sync, not there, or cannot be proved. */
  public Optional<ExportedPayload> find(PayloadName name) {
    return has(Column.PURGED_AT) ? Optional.empty() : payloads.apply(name);
  }
}
