package dev.synctrail.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets a server compare everything that it has recorded with its ledger. Whatever has happened to
 * it, each row has an entry, and nothing was put into the log twice or skipped.
 */
public final class LedgerVerification {
  private static final Duration ATMOST = Duration.ofMinutes(5);

  private LedgerVerification() {}

  /** Verifies everything, and fails if there is a finding. */
  public static JsonPath findsNothing(Supplier<RequestSpecification> api) {
    String id =
        api.get()
            .body("{}")
            .post("ledger/verifications")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    String address = "ledger/verifications/" + id;
    Watched.await(() -> "COMPLETED".equals(api.get().get(address).path("state")), ATMOST);
    JsonPath verification = api.get().get(address).jsonPath();
    assertThat(verification.getList("findings")).isEmpty();
    assertThat(verification.getLong("counts.entries")).isPositive();
    return verification;
  }
}
