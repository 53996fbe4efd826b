package dev.synctrail.persistence.export;

import static java.util.Map.entry;

import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportedSync;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Converts columns of {@code sync} from PostgreSQL's binary format to exported text. */
final class SyncFields {
  private static final Map<ExportColumn, Field> FIELDS =
      new EnumMap<>(
          Map.ofEntries(
              entry(ExportColumn.ID, new Field("id", Form.UUID)),
              entry(ExportColumn.TYPE_KEY, new Field("type_key", Form.TEXT)),
              entry(ExportColumn.VERSION_ID, new Field("version_id", Form.HEX)),
              entry(ExportColumn.VERSION_HASH, new Field("version_hash", Form.HEX)),
              entry(ExportColumn.TARGET_PLATFORM, new Field("platform", Form.TEXT)),
              entry(ExportColumn.PLATFORM_REVISION, new Field("platform_revision", Form.NUMBER)),
              entry(ExportColumn.ADAPTER_VERSION, new Field("adapter_version", Form.TEXT)),
              entry(ExportColumn.SYNC_DIRECTION, new Field("direction", Form.TEXT)),
              entry(ExportColumn.OPERATION, new Field("operation", Form.TEXT)),
              entry(ExportColumn.SYNC_STATUS, new Field("status", Form.TEXT)),
              entry(ExportColumn.SETTLED_BY, new Field("settled_by", Form.TEXT)),
              entry(ExportColumn.RECORDER, new Field("recorder", Form.TEXT)),
              entry(
                  ExportColumn.DEPLOYMENT_ID,
                  new Field("case when direction = 'PUSH' then run_id end", Form.UUID)),
              entry(
                  ExportColumn.RETRIEVAL_ID,
                  new Field("case when direction = 'PULL' then run_id end", Form.UUID)),
              entry(ExportColumn.RETRY_OF, new Field("retry_of", Form.UUID)),
              entry(ExportColumn.ACTOR, new Field("actor", Form.TEXT)),
              entry(ExportColumn.ON_BEHALF_OF, new Field("on_behalf_of", Form.TEXT)),
              entry(ExportColumn.REASON, new Field("reason", Form.TEXT)),
              entry(ExportColumn.SYNC_METADATA, new Field("sync_metadata", Form.TEXT)),
              entry(ExportColumn.TRACE_ID, new Field("trace_id", Form.TEXT)),
              entry(ExportColumn.DRY_RUN, new Field("dry_run", Form.FLAG)),
              entry(
                  ExportColumn.IGNORE_DATA_LOSS_WARNINGS, new Field("ignore_data_loss", Form.FLAG)),
              entry(
                  ExportColumn.ON_CONFLICT,
                  new Field("lower(replace(on_conflict, '_', '-'))", Form.TEXT)),
              entry(ExportColumn.MANNERS, new Field("manners", Form.TEXT)),
              entry(ExportColumn.STARTED_AT, new Field("started_at", Form.INSTANT)),
              entry(ExportColumn.FIRST_SENT_AT, new Field("first_sent_at", Form.INSTANT)),
              entry(ExportColumn.COMPLETED_AT, new Field("completed_at", Form.INSTANT)),
              entry(ExportColumn.DURATION_MS, new Field("duration_ms", Form.NUMBER)),
              entry(ExportColumn.CREATED_AT, new Field("created_at", Form.INSTANT)),
              entry(ExportColumn.HTTP_STATUS, new Field("http_status", Form.NUMBER)),
              entry(ExportColumn.FAILURE_CLASS, new Field("failure_class", Form.TEXT)),
              entry(ExportColumn.PLATFORM_CODE, new Field("platform_code", Form.TEXT)),
              entry(ExportColumn.ERROR_MESSAGE, new Field("error_message", Form.TEXT)),
              entry(ExportColumn.ERROR_FIELDS, new Field("error_fields", Form.TEXT)),
              entry(ExportColumn.RETRY_COUNT, new Field("retry_count", Form.NUMBER)),
              entry(ExportColumn.ITEMS, new Field("items", Form.TEXT)),
              entry(ExportColumn.INTENDED_CHECKSUM, new Field("intended_checksum", Form.HEX)),
              entry(ExportColumn.INTENDED_SIZE, new Field("intended_size", Form.NUMBER)),
              entry(ExportColumn.BEFORE_CHECKSUM, new Field("before_checksum", Form.HEX)),
              entry(ExportColumn.BEFORE_SIZE, new Field("before_size", Form.NUMBER)),
              entry(ExportColumn.SENT_CHECKSUM, new Field("sent_checksum", Form.HEX)),
              entry(ExportColumn.SENT_SIZE, new Field("sent_size", Form.NUMBER)),
              entry(ExportColumn.ANSWERED_CHECKSUM, new Field("answered_checksum", Form.HEX)),
              entry(ExportColumn.ANSWERED_SIZE, new Field("answered_size", Form.NUMBER)),
              entry(ExportColumn.TRUNCATED_ROLES, new Field("truncated_roles", Form.TEXT)),
              entry(ExportColumn.PURGE_ID, new Field("purge_id", Form.UUID)),
              entry(ExportColumn.PURGED_AT, new Field("purged_at", Form.INSTANT))));

  /** All columns, in the order of {@link ExportColumn}. */
  static final String SELECTED =
      Arrays.stream(ExportColumn.values())
          .map(exportColumn -> field(exportColumn).sql())
          .collect(Collectors.joining(", "));

  private static final ExportColumn[] COLUMNS = ExportColumn.values();
  private static final Form[] FORMS =
      Arrays.stream(COLUMNS).map(exportColumn -> field(exportColumn).form()).toArray(Form[]::new);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final long EPOCH_DAY_OF_2000 = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long MICROS_OF_DAY = 86_400_000_000L;

  /**
   * Maximum size of the texts of one sync that are formatted here instead of copied from its row.
   */
  private static final int MAX_FORMATTED = 1_024;

  private long day = Long.MIN_VALUE;
  private final byte[] dayText = new byte[10];

  private static Field field(ExportColumn exportColumn) {
    return Objects.requireNonNull(FIELDS.get(exportColumn), exportColumn::title);
  }

  /** Sets the fields of a sync from the current row of the copy. */
  void read(BinaryCopy copy, ExportedSync sync) {
    byte[] row = copy.row();
    byte[] formatted = new byte[MAX_FORMATTED];
    int end = 0;
    for (int i = 0; i < COLUMNS.length; i++) {
      if (copy.isNull(i)) {
        sync.clear(COLUMNS[i]);
        continue;
      }
      int at = copy.start(i);
      int start = end;
      switch (FORMS[i]) {
        case TEXT -> sync.set(COLUMNS[i], row, at, at + copy.length(i));
        case FLAG -> {
          byte[] flag = copy.flag(i) ? TRUE : FALSE;
          sync.set(COLUMNS[i], flag, 0, flag.length);
        }
        case NUMBER -> end = number(copy.number(i), formatted, end);
        case UUID -> end = uuid(row, at, formatted, end);
        case HEX -> end = hex(row, at, at + copy.length(i), formatted, end);
        case INSTANT -> end = instant(ByteBuffer.wrap(row).getLong(at), formatted, end);
      }
      if (end > start) {
        sync.set(COLUMNS[i], formatted, start, end);
      }
    }
  }

  private static int number(long number, byte[] into, int at) {
    byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, into, at, digits.length);
    return at + digits.length;
  }

  private static int uuid(byte[] from, int start, byte[] into, int at) {
    int next = at;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        into[next++] = '-';
      }
      next = hex(from, start + i, start + i + 1, into, next);
    }
    return next;
  }

  private static int hex(byte[] from, int start, int end, byte[] into, int at) {
    int next = at;
    for (int i = start; i < end; i++) {
      into[next++] = HEX[(from[i] >> 4) & 0xF];
      into[next++] = HEX[from[i] & 0xF];
    }
    return next;
  }

  /**
   * Formats an instant as the REST API does. The text of the day is reused, because most
   * consecutive syncs start on the same day.
   */
  private int instant(long micros, byte[] into, int at) {
    long newDay = Math.floorDiv(micros, MICROS_OF_DAY);
    if (newDay != day) {
      byte[] text =
          LocalDate.ofEpochDay(EPOCH_DAY_OF_2000 + newDay)
              .toString()
              .getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, dayText, 0, dayText.length);
      day = newDay;
    }
    System.arraycopy(dayText, 0, into, at, dayText.length);
    int millis = (int) (Math.floorMod(micros, MICROS_OF_DAY) / 1_000);
    int next = at + dayText.length;
    into[next++] = 'T';
    next = digits(millis / 3_600_000, 2, into, next);
    into[next++] = ':';
    next = digits(millis / 60_000 % 60, 2, into, next);
    into[next++] = ':';
    next = digits(millis / 1_000 % 60, 2, into, next);
    into[next++] = '.';
    next = digits(millis % 1_000, 3, into, next);
    into[next++] = 'Z';
    return next;
  }

  private static int digits(int number, int width, byte[] into, int at) {
    int rest = number;
    for (int i = at + width - 1; i >= at; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + width;
  }

  private enum Form {
    TEXT,
    NUMBER,
    FLAG,
    UUID,
    HEX,
    INSTANT
  }

  private record Field(String sql, Form form) {}
}
