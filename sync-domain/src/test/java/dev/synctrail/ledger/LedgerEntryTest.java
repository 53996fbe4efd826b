package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerEntryTest {
  private static final UUID ID = UUID.fromString("019acd0f-3b80-7000-8000-000000000001");
  private static final Instant AT = Instant.parse("2026-11-30T18:00:00.123Z");
  private static final Commitment COMMITMENT = new Commitment("ab".repeat(32));

  @Test
  void is_canonical_json() {
    Fact changed =
        new Fact(
            "sync",
            key("s1"),
            Json.createObjectBuilder().add("status", "SUCCESS").add("retry_count", 2).build(),
            Map.of("actor", COMMITMENT));
    Fact deleted = Fact.deletion("exchange", key("e1"));

    LedgerEntry entry = new LedgerEntry(ID, AT, List.of(changed, deleted));

    assertThat(new String(entry.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"at":"2026-11-30T18:00:00.123Z","facts":[\
            {"commitments":{"actor":"%s"},"key":{"id":"s1"},"row":{"retry_count":2,"status":"SUCCESS"},"table":"sync"},\
            {"deleted":true,"key":{"id":"e1"},"table":"exchange"}],\
            "id":"019acd0f-3b80-7000-8000-000000000001","schema":1}"""
                .formatted(COMMITMENT.hex()));
    assertThat(LedgerEntry.parse(entry.bytes())).isEqualTo(entry);
  }

  @Test
  void facts_of_a_large_transaction_are_distributed() {
    List<Fact> facts =
        IntStream.range(0, 400).mapToObj(i -> fact("s" + i, "x".repeat(500))).toList();

    List<LedgerEntry> entries = LedgerEntry.of(facts, AT);

    assertThat(entries).hasSize(4);
    assertThat(entries).allSatisfy(entry -> assertThat(entry.bytes()).hasSizeLessThan(65_536));
    assertThat(entries.get(0).bytes()).hasSizeGreaterThan(64_500);
    List<Fact> all = new ArrayList<>();
    entries.forEach(entry -> all.addAll(entry.facts()));
    assertThat(all).isEqualTo(facts);
    assertThat(entries).extracting(LedgerEntry::id).doesNotHaveDuplicates();
  }

  @Test
  void fills_an_entry_up_to_65535_bytes() {
    int envelope = new LedgerEntry(ID, AT, List.of(fact("s", ""))).bytes().length;

    assertThat(LedgerEntry.of(List.of(fact("s", "x".repeat(65_535 - envelope))), AT))
        .singleElement()
        .satisfies(entry -> assertThat(entry.bytes()).hasSize(65_535));
    assertThatThrownBy(() -> LedgerEntry.of(List.of(fact("s", "x".repeat(65_536 - envelope))), AT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row of sync");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"at\":\"2026-11-30T18:00:00Z\",\"facts\":[],\"id\":\"019acd0f-3b80-7000-8000-000000000001\",\"schema\":2}",
        "{\"at\":\"yesterday\",\"facts\":[],\"id\":\"019acd0f-3b80-7000-8000-000000000001\",\"schema\":1}",
        "{\"at\":\"2026-11-30T18:00:00Z\",\"facts\":[],\"id\":\"1\",\"schema\":1}",
        "{\"at\":\"2026-11-30T18:00:00Z\",\"facts\":[{}],\"id\":\"019acd0f-3b80-7000-8000-000000000001\",\"schema\":1}",
        "{\"at\":\"2026-11-30T18:00:00Z\",\"facts\":[],\"id\":\"019acd0f-3b80-7000-8000-000000000001\",\"schema\":1,\"x\":1}",
        "{\"at\":\"2026-11-30T18:00:00Z\", \"facts\":[],\"id\":\"019acd0f-3b80-7000-8000-000000000001\",\"schema\":1}"
      })
  void refuses_what_is_not_an_entry(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> LedgerEntry.parse(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_deleted_row_has_no_columns() {
    JsonObject key = key("s");
    Map<String, Commitment> columns = Map.of("actor", COMMITMENT);

    assertThatThrownBy(() -> new Fact("sync", key, null, columns))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void commits_with_a_salt() {
    Salt salt = Salt.of(new byte[32]);

    // (head -c 32 /dev/zero; printf ann) | sha256sum
    assertThat(Commitment.of(salt, "ann").hex())
        .isEqualTo("9de0cf26343eb13405295b497003754bf0dbc76c0923b792faac6a9276d27250");
    assertThat(Commitment.of(Salt.random(), "ann")).isNotEqualTo(Commitment.of(salt, "ann"));
    assertThat(Commitment.of(COMMITMENT.bytes())).isEqualTo(COMMITMENT);
    assertThatThrownBy(() -> new Commitment("AB".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void each_value_has_a_salt_of_its_own() {
    Salt salt = Salt.of(new byte[32]);

    // printf '["sync",{"id":"s"},"actor"]' | openssl dgst -sha256 -mac hmac -macopt hexkey:00…00
    assertThat(salt.of("sync", key("s"), "actor").hex())
        .isEqualTo("1877437a87af3df6549e154568e337c9fefeaa040ec17e89f8122cce9fcebe7a");
    assertThat(salt.of("sync", key("s"), "actor"))
        .isEqualTo(salt.of("sync", key("s"), "actor"))
        .isNotEqualTo(salt.of("sync", key("s"), "reason"))
        .isNotEqualTo(salt.of("sync", key("t"), "actor"))
        .isNotEqualTo(salt.of("run", key("s"), "actor"))
        .isNotEqualTo(Salt.random().of("sync", key("s"), "actor"));
    assertThat(salt.toString()).doesNotContain(salt.hex());
    assertThatThrownBy(() -> Salt.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_entries_of_the_application_are_authentic() {
    LedgerKey key = TestKey.of("synctrail/test");
    Salt salt = Salt.random();
    byte[] entry = {1, 2, 3};
    byte[] code = key.authenticate(entry, salt);

    assertThat(key.isAuthentic(new PendingEntry(1, entry, salt.bytes(), code))).isTrue();
    assertThat(key.isAuthentic(new PendingEntry(1, new byte[] {1, 2, 4}, salt.bytes(), code)))
        .isFalse();
    assertThat(key.isAuthentic(new PendingEntry(1, entry, new byte[32], code))).isFalse();
    assertThat(key.isAuthentic(new PendingEntry(1, entry, new byte[1], code))).isFalse();
    assertThat(key.isAuthentic(new PendingEntry(1, entry, salt.bytes(), new byte[32]))).isFalse();
    assertThat(
            TestKey.of("synctrail/test")
                .isAuthentic(new PendingEntry(1, entry, salt.bytes(), code)))
        .isFalse();
  }

  @Test
  void derives_keys_as_rfc_5869_does() {
    // test case 3 of appendix A derives 42 bytes from the same block without salt and info
    byte[] secret = new byte[22];
    Arrays.fill(secret, (byte) 0x0b);

    assertThat(HexFormat.of().formatHex(HmacSha256.derive(secret, "")))
        .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  }

  private static Fact fact(String id, String text) {
    return new Fact(
        "sync", key(id), Json.createObjectBuilder().add("text", text).build(), Map.of());
  }

  private static JsonObject key(String id) {
    return Json.createObjectBuilder().add("id", id).build();
  }
}
