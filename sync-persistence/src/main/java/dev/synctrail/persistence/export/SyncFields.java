package dev.synctrail.persistence.export;

import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportedSync;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Converts columns of {@code sync} from PostgreSQL's binary format to exported text. */
final class SyncFields {
  private static final ExportColumn[] COLUMNS = ExportColumn.values();
  private static final Form[] FORMS =
      Arrays.stream(COLUMNS).map(SyncFields::form).toArray(Form[]::new);

  /** All columns, in the order of {@link ExportColumn}. */
  static final String SELECTED =
      Arrays.stream(COLUMNS).map(SyncFields::column).collect(Collectors.joining(", "));

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** Of an erased payload, the commitment is at the end. */
  private static final int HASH = 32;

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

  /** Most columns are named like the column of the table. */
  private static String column(ExportColumn exportColumn) {
    return switch (exportColumn) {
      case TARGET_PLATFORM -> "platform";
      case SYNC_DIRECTION -> "direction";
      case SYNC_STATUS -> "status";
      case DEPLOYMENT_ID -> "case when direction = 'PUSH' then run_id end";
      case RETRIEVAL_ID -> "case when direction = 'PULL' then run_id end";
      case IGNORE_DATA_LOSS_WARNINGS -> "ignore_data_loss";
      case ON_CONFLICT -> "lower(replace(on_conflict, '_', '-'))";
      default -> exportColumn.name().toLowerCase(Locale.ROOT);
    };
  }

  private static Form form(ExportColumn exportColumn) {
    return switch (exportColumn) {
      case ID, DEPLOYMENT_ID, RETRIEVAL_ID, RETRY_OF, PURGE_ID -> Form.UUID;
      case VERSION_ID,
          VERSION_HASH,
          INTENDED_CHECKSUM,
          BEFORE_CHECKSUM,
          SENT_CHECKSUM,
          ANSWERED_CHECKSUM ->
          Form.HEX;
      case STARTED_AT, FIRST_SENT_AT, COMPLETED_AT, CREATED_AT, PURGED_AT -> Form.INSTANT;
      default ->
          switch (exportColumn.kind()) {
            case TEXT, JSON -> Form.TEXT;
            case NUMBER -> Form.NUMBER;
            case FLAG -> Form.FLAG;
          };
    };
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
        case HEX ->
            end =
                hex(
                    row,
                    at + Math.max(0, copy.length(i) - HASH),
                    at + copy.length(i),
                    formatted,
                    end);
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
}
