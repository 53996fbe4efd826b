package dev.synctrail.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.synctrail.access.AccessLog;
import dev.synctrail.access.AccessLog.Filter;
import dev.synctrail.access.AccessRecord;
import dev.synctrail.access.AccessRecord.Kind;
import dev.synctrail.access.Caller.Proof;
import dev.synctrail.access.Right;
import dev.synctrail.persistence.schema.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcAccessLogIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Filter ALL = new Filter(null, null, null, null, null, null);

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static AccessRecord record(Kind kind, @Nullable String actor, Instant at) {
    return new AccessRecord(
        0,
        at,
        kind,
        actor,
        actor == null ? null : Proof.TOKEN,
        Right.PAYLOAD,
        "GET",
        "/api/v1/x",
        "10.0.0.7",
        kind == Kind.CHANGED ? "{\"before\":{}}" : null);
  }

  private static AccessLog log() {
    return new JdbcAccessLog(database.dataSource(), Duration.ofDays(90));
  }

  private static List<String> actors(Filter filter, @Nullable Long cursor, boolean backwards) {
    return log().page(filter, cursor, backwards, 10).stream()
        .map(AccessRecord::actor)
        .filter(actor -> actor != null && actor.startsWith("page"))
        .toList();
  }

  @Test
  void returns_stored_records_page_by_page() {
    log().recordAccess(record(Kind.DENIED, "page1", NOON));
    log().recordChange(record(Kind.CHANGED, "page2", NOON.plusSeconds(1)));
    log().recordAccess(record(Kind.PAYLOAD_READ, "page3", NOON.plusSeconds(2)));
    long middle =
        log()
            .page(new Filter("page2", null, null, null, null, null), null, false, 1)
            .get(0)
            .number();

    assertThat(actors(ALL, null, false)).containsExactly("page3", "page2", "page1");
    assertThat(actors(ALL, middle, false)).containsExactly("page1");
    assertThat(actors(ALL, middle, true)).containsExactly("page3");
    assertThat(actors(new Filter(null, null, Kind.CHANGED, null, null, null), null, false))
        .containsExactly("page2");
    assertThat(
            actors(
                new Filter(null, null, null, null, NOON.plusSeconds(1), NOON.plusSeconds(2)),
                null,
                false))
        .containsExactly("page2");
    assertThat(actors(new Filter(null, null, null, Right.EXPORT, null, null), null, false))
        .isEmpty();
    assertThat(actors(new Filter(null, "AGE2", null, null, null, null), null, false))
        .contains("page2")
        .allMatch(actor -> actor.contains("age2"));
    assertThat(log().page(new Filter("page2", null, null, null, null, null), null, false, 1))
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("number")
        .isEqualTo(record(Kind.CHANGED, "page2", NOON.plusSeconds(1)));
  }

  @Test
  void stores_a_denied_request_without_a_user() {
    log().recordAccess(record(Kind.DENIED, null, NOON));

    assertThat(log().page(ALL, null, false, 1).get(0).actor()).isNull();
  }

  private static List<AccessRecord> denials(Instant from) {
    return log()
        .page(
            new Filter(null, null, Kind.DENIED, null, from, from.plusSeconds(86_400)),
            null,
            false,
            99);
  }

  @Test
  void denials_without_a_user_are_one_record_per_address_and_minute() {
    Instant day = Instant.parse("2026-04-01T10:00:00.250Z");
    for (int i = 0; i < 30; i++) {
      log().recordAccess(record(Kind.DENIED, null, day.plusSeconds(i)));
    }
    log().recordAccess(record(Kind.DENIED, null, day.plusSeconds(60)));
    log().recordAccess(record(Kind.DENIED, "known", day.plusSeconds(61)));

    assertThat(denials(day))
        .extracting(AccessRecord::at, AccessRecord::actor, AccessRecord::details)
        .containsExactly(
            tuple(day.plusSeconds(61), "known", null),
            tuple(day.plusSeconds(60), null, null),
            tuple(day, null, "{\"times\" : 30, \"lastAt\" : \"2026-04-01T10:00:29.250Z\"}"));
  }

  @Test
  void failed_sign_ins_are_one_record_per_user_address_and_minute() {
    Instant day = Instant.parse("2026-06-01T10:00:00.250Z");
    for (int i = 0; i < 3; i++) {
      log().recordAccess(failedSignIn("entered", day.plusSeconds(i)));
    }
    log().recordAccess(failedSignIn("other", day.plusSeconds(4)));

    assertThat(denials(day))
        .extracting(AccessRecord::actor, AccessRecord::proof, AccessRecord::details)
        .containsExactly(
            tuple("other", null, null),
            tuple("entered", null, "{\"times\" : 3, \"lastAt\" : \"2026-06-01T10:00:02.250Z\"}"));
    assertThat(log().count(new Filter("entered", null, null, null, null, null))).isEqualTo(1);
    assertThat(log().count(new Filter(null, "NTERE", null, null, null, null))).isEqualTo(1);
    log().deleteExpiredDenials(day.plusSeconds(86_400L * 91));
    assertThat(denials(day)).isEmpty();
  }

  private static AccessRecord failedSignIn(String name, Instant at) {
    return new AccessRecord(
        0, at, Kind.DENIED, name, null, null, "POST", "/sign-in.xhtml", "10.0.0.7", null);
  }

  @Test
  void only_denials_without_a_user_are_deleted_after_the_retention_period() {
    Instant old = Instant.parse("2024-01-01T10:00:00Z");
    log().recordAccess(record(Kind.DENIED, null, old));
    log().recordAccess(record(Kind.DENIED, "known", old));
    log().recordAccess(record(Kind.DENIED, null, old.plusSeconds(86_400L * 90)));
    log().recordAccess(record(Kind.DENIED, null, old.plusSeconds(86_400L * 90 + 60)));
    assertThat(denials(old)).hasSize(2);

    assertThat(log().deleteExpiredDenials(old.plusSeconds(86_400L * 90))).isZero();
    assertThat(log().deleteExpiredDenials(old.plusSeconds(86_400L * 90 + 60))).isEqualTo(1);

    assertThat(denials(old)).extracting(AccessRecord::actor).containsExactly("known");
    assertThat(denials(old.plusSeconds(86_400L * 90))).hasSize(2);
  }

  @Test
  void denials_without_a_user_are_counted_like_other_records() {
    Instant day = Instant.parse("2026-05-01T10:00:00Z");
    log().recordAccess(record(Kind.DENIED, null, day));
    log().recordAccess(record(Kind.DENIED, "known", day));

    assertThat(log().count(new Filter(null, null, Kind.DENIED, null, day, day.plusSeconds(1))))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update access_log set actor = 'x'",
        "delete from access_log",
        "truncate access_log",
      })
  void stored_records_cannot_be_changed(String sql) throws SQLException {
    log().recordAccess(record(Kind.DENIED, "kept", NOON));
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("append-only");
    }
  }

  @Test
  void records_the_latest_use_of_each_right() {
    log().used("ann", Proof.PASSWORD, Right.EXPORT, NOON);
    log().used("ann", Proof.PASSWORD, Right.EXPORT, NOON.plusSeconds(60));
    log().used("ann", Proof.PASSWORD, Right.EXPORT, NOON.plusSeconds(30));

    assertThat(log().uses())
        .contains(new AccessLog.Use("ann", Proof.PASSWORD, Right.EXPORT, NOON.plusSeconds(60)));
  }
}
