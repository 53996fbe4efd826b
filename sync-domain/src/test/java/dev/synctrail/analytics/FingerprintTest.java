package dev.synctrail.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Type Hero is not known | Type <type> is not known",
        "Heroes are not Hero_2 or Hero | Heroes are not <id> or <type>",
        "Property \"heading\" of 'Hero' can't be `x` | Property <text> of <text> can't be <text>",
        "PUT https://cms.example.com/types/Hero?v=1 gave 503 | PUT <url> gave <number>",
        "Ticket 0193a1f4-7c00-7aaa-8bbb-0123456789ab | Ticket <id>",
        "Hash 9f86d081884c7d65 at 2026-01-31T09:30:00.123Z | Hash <hash> at <time>",
        "1,234.5 of 99 after 12:30 | <number> of <number> after <number>",
        "node cms_prod7 said   no\tway | node <id> said no way",
        "deadbeefcafe is a word of letters | deadbeefcafe is a word of letters"
      })
  void replaces_variable_parts_of_a_message(String message, String expected) {
    assertThat(Fingerprint.normalized(message, "Hero")).isEqualTo(expected);
  }

  @Test
  void limits_the_length_of_a_message() {
    assertThat(Fingerprint.normalized("no ".repeat(1_000_000), "Hero"))
        .hasSize(Fingerprint.MAX_LENGTH);
    assertThat(Fingerprint.normalized("'".repeat(100_000) + "\"".repeat(99_999), "Hero"))
        .hasSizeLessThanOrEqualTo(Fingerprint.MAX_LENGTH);
  }

  @Test
  void is_independent_of_type_and_list_index() {
    Fingerprint one = Fingerprint.of(failed("Hero", "items/3/name", "Hero has 3 errors"));
    Fingerprint other = Fingerprint.of(failed("Teaser", "items/14/name", "Teaser has 1 errors"));

    assertThat(one).isEqualTo(other);
    assertThat(one.field()).isEqualTo("items/*/name");
    assertThat(one.hash()).isEqualTo(other.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void differs_by_field_and_separates_its_parts() {
    Fingerprint heading = Fingerprint.of(failed("Hero", "heading", "is too long"));

    assertThat(heading.hash())
        .isNotEqualTo(Fingerprint.of(failed("Hero", "text", "is too long")).hash())
        .isNotEqualTo(Fingerprint.of(failed("Hero", null, "is too long")).hash())
        .isNotEqualTo(Fingerprint.of(failed("Hero", "headingi", "s too long")).hash());
  }

  private static Transition failed(String typeKey, @Nullable String field, String message) {
    return new Transition(
        SyncId.at(Instant.EPOCH),
        new PlatformId("sandbox"),
        new TypeKey(typeKey),
        Direction.PUSH,
        false,
        null,
        new Transition.Stage(SyncStatus.FAILED, Operation.UPDATE),
        new Transition.Outcome(null, 1, null),
        new Transition.Problem(FailureClass.REJECTED, "E42", field, message));
  }
}
