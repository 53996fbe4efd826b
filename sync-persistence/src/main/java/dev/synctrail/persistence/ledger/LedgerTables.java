package dev.synctrail.persistence.ledger;

import static dev.synctrail.persistence.ledger.LedgerTable.named;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Defines which tables and columns the ledger covers. The triggers of changesets {@code 400-ledger}
 * and later ones note the rows of the same tables; a test compares both, and fails for a table or a
 * column that is not named here.
 */
final class LedgerTables {
  /** The tables whose rows are facts, by their names. */
  static final Map<String, LedgerTable> ALL =
      Stream.of(
              trail(),
              findings(),
              Stream.concat(runs(), versionsAndPlatforms()),
              Stream.concat(flowControl(), administration()))
          .flatMap(tables -> tables)
          .map(LedgerTable.Definition::define)
          .collect(Collectors.toUnmodifiableMap(LedgerTable::name, Function.identity()));

  /** The other tables, and why their rows are no facts. */
  static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("access_token", "the access log has each change of it"),
          Map.entry("analytics_day", "computed from syncs"),
          Map.entry("analytics_latest", "computed from syncs"),
          Map.entry("analytics_pattern", "computed from syncs"),
          Map.entry("analytics_pattern_day", "computed from syncs"),
          Map.entry("analytics_series", "computed from syncs"),
          Map.entry("analytics_state", "progress of a computation"),
          Map.entry("backlog", "open work"),
          Map.entry("bulk_retry_entry", "work; each retry is a sync that names the earlier one"),
          Map.entry("change_feed", "events of the last hour"),
          Map.entry("console_user", "the access log has each change of it"),
          Map.entry("content_type", "its latest version; each version is a fact"),
          Map.entry("doomed_snapshot", "work of a purge"),
          Map.entry("idempotency_key", "responses of the last hours"),
          Map.entry("lane", "workers"),
          Map.entry("ledger_anchor", "places outside have signed or keep it"),
          Map.entry("ledger_checkpoint", "the log itself"),
          Map.entry("ledger_entry", "the log itself"),
          Map.entry("ledger_forgery", "what the sequencer has rejected"),
          Map.entry("ledger_overflow", "notes of open transactions"),
          Map.entry("ledger_pending", "entries that wait for the log"),
          Map.entry("ledger_tile", "the log itself"),
          Map.entry("ledger_tree", "the log itself"),
          Map.entry("payload_index", "computed from payloads"),
          Map.entry("payload_unindexed", "work of the index"),
          Map.entry("platform_check_read", "open work of a check"),
          Map.entry("preferences", "language and zone of a user"),
          Map.entry("purge_candidate", "work of a purge"),
          Map.entry("push_basis", "work of an open push; its reads are exchanges"),
          Map.entry("refusal", "counted and deleted when old"),
          Map.entry("right_use", "last use of a right"),
          Map.entry("saved_view", "filters of a user"),
          Map.entry("sign_in_failure", "counter"),
          Map.entry("snapshot", "each fact that refers to a payload commits to it"),
          Map.entry("sync_count", "computed from syncs"),
          Map.entry("sync_delta", "computed from syncs"),
          Map.entry("sync_value", "computed from syncs"),
          Map.entry("token_bucket", "rate limit"),
          Map.entry("unlanded_push", "computed from syncs"));

  /** Payloads are named by their commitments when they are deleted, and never otherwise. */
  static final LedgerTable PAYLOADS =
      named("snapshot").key("commitment").hex("commitment").define();

  private LedgerTables() {}

  private static Stream<LedgerTable.Definition> trail() {
    return Stream.of(
        named("sync")
            .key("id")
            .subjects("id run_id")
            .open("type_key platform platform_revision adapter_version api_version direction")
            .open("operation status settled_by recorder run_id retry_of trace_id traceparent")
            .open("dry_run ignore_data_loss on_conflict manners duration_ms http_status")
            .open("failure_class retry_count truncated_roles purge_id")
            .open("intended_size before_size sent_size answered_size")
            .time("started_at first_sent_at completed_at created_at purged_at")
            .time("before_at sent_at answered_at")
            .hex("version_id")
            .commitment("version_hash credential_fingerprint actor on_behalf_of reason")
            .commitment("sync_metadata platform_code error_message error_fields items")
            .payload("intended_checksum before_checksum sent_checksum answered_checksum")
            .payload("pulled_checksum"),
        named("attempt")
            .key("sync_id number")
            .subjects("sync_id")
            .open("trigger fence lane outcome failure_class http_status traceparent")
            .open("response_size response_truncated")
            .time("started_at ended_at")
            .commitment("platform_code error_message")
            .payload("response_checksum"),
        named("exchange")
            .key("trail_id attempt number")
            .subjects("trail_id")
            .open("purpose method status failure_class")
            .open("request_size request_truncated response_size response_truncated")
            .time("started_at ended_at")
            .commitment("url request_headers response_headers error_message")
            .payload("request_checksum response_checksum"),
        named("sync_event")
            .key("sync_id number")
            .subjects("sync_id")
            .open("kind")
            .time("at")
            .commitment("actor cause"));
  }

  private static Stream<LedgerTable.Definition> findings() {
    return Stream.of(
        named("verdict")
            .key("sync_id")
            .subjects("sync_id")
            .open("word live_size superseded_by check_id base")
            .time("live_at given_at checked_at")
            .commitment("fields reason live_etag")
            .payload("live_checksum"),
        named("conflict")
            .key("sync_id")
            .subjects("sync_id resolved_by superseded_by")
            .open("platform type_key resolution resolved_by superseded_by")
            .open("base_size theirs_size wanted_size wanted_then_size")
            .time("found_at resolved_at updated_at")
            .commitment("fields etag actor reason")
            .payload("base_checksum theirs_checksum wanted_checksum wanted_then_checksum"),
        named("conflict_sync").key("sync_id").subjects("sync_id conflict_id").open("conflict_id"),
        named("deployed_state")
            .key("platform type_key")
            .subjects("pushed")
            .open("state pushed wanted_size left_size live_size left_by")
            .time("left_at live_at")
            .commitment("fields left_etag live_etag")
            .payload("wanted_checksum left_checksum live_checksum")
            .leftOut("checked_at check_id doubts"),
        named("drift_incident")
            .key("id")
            .subjects("pushed ended_by")
            .open("platform type_key pushed state live_size ended ended_by")
            .time("last_known_good first_seen live_at ended_at")
            .commitment("fields live_etag actor reason")
            .payload("live_checksum")
            .leftOut("last_seen"),
        named("platform_check")
            .key("id")
            .subjects("id")
            .open("platform")
            .time("created_at completed_at")
            .commitment("actor reason error_message")
            .leftOut("total checked"),
        named("platform_check_skip")
            .key("platform_check number")
            .subjects("platform_check")
            .commitment("name reason"),
        named("pin")
            .key("id")
            .subjects("sync_id rollback")
            .open("platform type_key sync_id landed rollback newest absent ended theirs")
            .time("at ended_at")
            .commitment("actor reason ended_by end_reason"));
  }

  private static Stream<LedgerTable.Definition> runs() {
    return Stream.of(
        named("run")
            .key("id")
            .subjects("id")
            .open("direction platform dry_run ignore_data_loss on_conflict manners listing")
            .open("retry_of rollback_of plan_id")
            .time("created_at started_at completed_at cancelled_at")
            .commitment("actor on_behalf_of reason sync_metadata error_message")
            .commitment("cancelled_by cancel_reason")
            .leftOut("total success failed partial"),
        named("run_pin").key("run_id pin_id").subjects("run_id"),
        named("run_skip")
            .key("run_id number")
            .subjects("run_id")
            .time("at")
            .commitment("name reason"),
        named("bulk_retry")
            .key("id")
            .subjects("id")
            .open("trace_id traceparent")
            .time("created_at started_at completed_at cancelled_at resumed_at")
            .commitment(
                "filter resolved actor on_behalf_of reason sync_metadata cancelled_by problem")
            .commitment("resumed_by")
            .leftOut("total started skipped"));
  }

  private static Stream<LedgerTable.Definition> versionsAndPlatforms() {
    return Stream.of(
        named("version")
            .key("id")
            .open("type_key source")
            .time("created_at")
            .commitment("content_hash author message parents")
            .payload("content"),
        named("platform").key("id").open("revision removed"),
        named("platform_revision")
            .key("id revision")
            .open("kind api_version")
            .time("changed_at")
            .commitment("name base_url settings changed_by"));
  }

  private static Stream<LedgerTable.Definition> flowControl() {
    return Stream.of(
        named("protection")
            .key("platform revision")
            .open("breaker_calls breaker_percent breaker_open_ms rate_per_minute burst ordered")
            .time("ordered_at changed_at")
            .commitment("reason changed_by"),
        named("pause")
            .key("id")
            .open("platform")
            .time("since until ended_at")
            .commitment("reason actor ended_by"),
        named("change_freeze")
            .key("id")
            .open("platform zone starts ends from_day from_time until_day until_time")
            .time("created_at removed_at")
            .commitment("name reason actor removed_by"));
  }

  private static Stream<LedgerTable.Definition> administration() {
    return Stream.of(
        named("purge")
            .key("id")
            .subjects("id")
            .open("dry_run revision step after rows attempts payloads snapshots bytes")
            .time("created_at started_at ended_at")
            .commitment("actor reason problem"),
        named("erasure")
            .key("id")
            .subjects("id sync_id")
            .open("sync_id step after counts")
            .time("created_at started_at ended_at")
            .commitment("actor reason problem")
            .leftOut("person"),
        named("retention_rules").key("revision").time("changed_at").commitment("rules changed_by"),
        named("retention_hold")
            .key("id")
            .time("set_at released_at")
            .commitment("held reason actor released_by"),
        named("access_log")
            .key("number")
            .open("kind proof needed method")
            .time("at")
            .commitment("actor target address details"),
        named("ledger_verification")
            .key("id")
            .open("entries rows findings")
            .time("since until created_at started_at ended_at")
            .commitment("actor checkpoint receipt problem"),
        named("ledger_finding")
            .key("verification number")
            .open("kind leaf")
            .commitment("place detail"),
        named("ledger_key").key("number").open("verifier note").time("at"),
        named("ledger_rollback")
            .key("id")
            .open("outside_size outside_root size")
            .time("found_at acknowledged_at")
            .commitment("place actor reason"),
        named("ledger_backfill").key("covered").open("last done rows").time("began_at ended_at"));
  }
}
