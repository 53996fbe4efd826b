package dev.synctrail.web.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.export.ByteWriter;
import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportedPayload;
import dev.synctrail.export.ExportedSync;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.tracking.PayloadRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvSinkTest {
  private static final String LETTERS = "=+-@\t\r\n'\",ä a";
  private static final int REASON = ExportColumn.REASON.index();

  private static ExportedSync sync(ExportColumn exportColumn, String text) {
    ExportedSync sync = new ExportedSync();
    byte[] bytes = ("…" + text + "…").getBytes(StandardCharsets.UTF_8);
    sync.set(exportColumn, bytes, 3, bytes.length - 3);
    return sync;
  }

  private static String csv(ExportedSync sync, boolean data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteWriter bytes = new ByteWriter(out);
    new CsvSink(bytes, data).take(sync);
    bytes.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A minimal reader of RFC 4180. */
  private static List<List<String>> read(String csv) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\r')) {
        record.add(cell.toString());
        cell.setLength(0);
        if (c == '\r') {
          assertThat(csv.charAt(++i)).isEqualTo('\n');
          records.add(record);
          record = new ArrayList<>();
        }
      } else {
        cell.append(c);
      }
    }
    assertThat(record).isEmpty();
    return records;
  }

  @Test
  void any_text_round_trips_and_is_no_formula() throws IOException {
    Random random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(6), 0, LETTERS.length())
              .mapToObj(LETTERS::charAt)
              .map(String::valueOf)
              .collect(Collectors.joining());
      List<List<String>> records = read(csv(sync(ExportColumn.REASON, text), false));

      String cell = records.get(1).get(REASON);
      assertThat(records).hasSize(2);
      assertThat(records.get(1)).hasSameSizeAs(records.get(0));
      assertThat(cell.startsWith("'") ? cell.substring(1) : cell).isEqualTo(text);
      assertThat(cell).doesNotContainPattern("\\A[=+@\\t\\r-]");
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "9223372036854775807"})
  void numbers_are_not_prefixed(String number) throws IOException {
    assertThat(read(csv(sync(ExportColumn.DURATION_MS, number), false)).get(1))
        .contains(number)
        .doesNotContain("'" + number);
  }

  @Test
  void the_header_names_every_column_and_every_payload() throws IOException {
    assertThat(read(csv(new ExportedSync(), true)).get(0))
        .startsWith("id", "typeKey")
        .endsWith("purgedAt", "intendedData", "beforeData", "sentData", "answeredData");
  }

  @Test
  void payloads_are_base64_and_no_formula() throws IOException {
    for (int first = 0; first < 256; first++) {
      byte[] payload = {(byte) first, -1, 0};
      ExportedSync sync = sync(ExportColumn.checksum(PayloadRole.SENT), Checksum.of(payload).hex());
      sync.payloads(name -> Optional.of(ExportedPayload.of(payload)));

      List<String> record = read(csv(sync, true)).get(1);

      String cell = record.get(record.size() - 2);
      assertThat(cell).doesNotStartWith("+");
      assertThat(Base64.getDecoder().decode(cell.replaceFirst("^'", ""))).isEqualTo(payload);
    }
  }
}
