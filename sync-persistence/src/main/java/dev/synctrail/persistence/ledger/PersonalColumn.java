package dev.synctrail.persistence.ledger;

import jakarta.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column that contains names of people, and the columns of the same row with what that person has
 * written or where it came from.
 *
 * @param table a table that the ledger covers
 * @param column the column
 * @param texts the other columns, which are erased with the name
 * @param form how the column contains the name
 */
public record PersonalColumn(String table, String column, List<String> texts, Form form) {
  /** All of them. A test fails for a covered column of people that is not named here. */
  public static final List<PersonalColumn> ALL =
      Stream.of(
              names("sync", "actor", "reason"),
              names("sync", "on_behalf_of"),
              names("sync_event", "actor", "cause"),
              names("conflict", "actor", "reason"),
              names("drift_incident", "actor", "reason"),
              names("platform_check", "actor", "reason"),
              names("pin", "actor", "reason"),
              names("pin", "ended_by", "end_reason"),
              names("run", "actor", "reason"),
              names("run", "on_behalf_of"),
              names("run", "cancelled_by", "cancel_reason"),
              names("bulk_retry", "actor", "reason"),
              names("bulk_retry", "on_behalf_of"),
              names("bulk_retry", "cancelled_by"),
              names("bulk_retry", "resumed_by"),
              json("bulk_retry", "filter"),
              json("bulk_retry", "resolved"),
              names("version", "author", "message"),
              names("platform_revision", "changed_by"),
              names("protection", "changed_by", "reason"),
              names("pause", "actor", "reason"),
              names("pause", "ended_by"),
              names("change_freeze", "actor", "reason"),
              names("change_freeze", "removed_by"),
              names("purge", "actor", "reason"),
              names("erasure", "actor", "reason"),
              names("retention_rules", "changed_by"),
              names("retention_hold", "actor", "reason"),
              names("retention_hold", "released_by"),
              json("retention_hold", "held"),
              names("access_log", "actor", "address", "details"),
              new PersonalColumn("access_log", "target", List.of(), Form.URL),
              json("access_log", "details"),
              names("ledger_verification", "actor"),
              names("ledger_rollback", "actor", "reason"))
          .toList();

  private static PersonalColumn names(String table, String column, String... texts) {
    return new PersonalColumn(table, column, List.of(texts), Form.NAME);
  }

  private static PersonalColumn json(String table, String column) {
    return new PersonalColumn(table, column, List.of(), Form.JSON);
  }

  /**
   * Returns a regular expression for the name in the column, with what is before it as the only
   * group. PostgreSQL and Java understand it alike.
   */
  public String pattern(String name) {
    return switch (form) {
      case NAME -> "^()" + quoted(name) + "$";
      case JSON -> "()" + quoted(json(name));
      case URL ->
          "(users/|=)"
              + written(name).stream()
                  .map(PersonalColumn::quoted)
                  .collect(Collectors.joining("|", "(?:", ")"))
              + "(?=$|[/?&])";
    };
  }

  /** Returns a name as it is written in the column. */
  public String inside(String name) {
    return form == Form.JSON ? json(name) : name;
  }

  /** Returns the texts that the column may have had before a name was replaced in it. */
  List<String> before(String text, String name, String pseudonym) {
    Pattern replaced = Pattern.compile(pattern(pseudonym));
    List<String> names = form == Form.URL ? written(name) : List.of(inside(name));
    return names.stream()
        .map(old -> replaced.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(old)))
        .toList();
  }

  private static String json(String name) {
    return Json.createValue(name).toString();
  }

  private static List<String> written(String name) {
    String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return Stream.of(name, query, query.replace("+", "%20")).distinct().toList();
  }

  private static String quoted(String name) {
    return name.replaceAll("[^\\p{L}\\p{N}_-]", "\\\\$0");
  }

  /** Returns what takes the place of a text; nothing can take that of JSON. */
  public static @Nullable String erased(String text, String pseudonym) {
    return text.equals("details") ? null : pseudonym;
  }

  /** Returns the columns of the primary key of a covered table. */
  public static String keyOf(String table) {
    return String.join(", ", Objects.requireNonNull(LedgerTables.ALL.get(table)).key());
  }

  /** How a column contains a name. */
  public enum Form {
    /** It is the name. */
    NAME,
    /** As a string in JSON. */
    JSON,
    /** As a part of a path or a query. */
    URL
  }
}
