package dev.synctrail.web.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Exchange;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CurlTest {

  @Test
  void leaves_credentials_out_and_quotes_the_rest() {
    Exchange exchange =
        new Exchange(
            new UUID(0, 0),
            1,
            2,
            RequestPurpose.WRITE,
            "PATCH",
            URI.create("https://api.example/v1/x?a='b'"),
            List.of(
                new Header("Authorization", "Bearer secret"),
                new Header("X-Key", "«redacted»"),
                new Header("Host", "api.example"),
                new Header("If-Match", "\"it's\"")),
            PayloadReference.of(Snapshot.ofText("{}")),
            Instant.EPOCH,
            200,
            List.of(),
            null,
            Instant.EPOCH,
            null,
            null);

    assertThat(Curl.of(exchange, "body.json"))
        .isEqualTo(
            """
            curl -X PATCH 'https://api.example/v1/x?a='\\''b'\\''' \\
              -H "Authorization: Bearer $TOKEN" \\
              -H "X-Key: $SECRET" \\
              -H 'If-Match: "it'\\''s"' \\
              --data-binary '@body.json'""");
  }
}
