package dev.synctrail.persistence.history;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.history.Identifiers;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Finds identifiers as ranges of primary keys and of the index of content hashes. */
@ApplicationScoped
@Transactional(SUPPORTS)
class JdbcIdentifiers implements Identifiers {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{4,64}");
  private static final int UUID_DIGITS = 32;
  private static final int HASH_DIGITS = 64;

  private final DataSource database;

  @Inject
  JdbcIdentifiers(DataSource database) {
    this.database = database;
  }

  @Override
  public List<Identifier> startingWith(String beginning, int limit) {
    String hex = beginning.replace("-", "").toLowerCase(Locale.ROOT);
    List<Identifier> found = new ArrayList<>();
    if (!HEX.matcher(hex).matches()) {
      return found;
    }
    if (hex.length() <= UUID_DIGITS) {
      UUID first = uuid(padded(hex, '0', UUID_DIGITS));
      UUID last = uuid(padded(hex, 'f', UUID_DIGITS));
      found.addAll(
          read(
              HistorySelect.query(
                  "select 'SYNC' as kind, id::text as id, type_key as subject from sync"
                      + " where id between ? and ? order by sync.id desc limit "
                      + limit,
                  first,
                  last)));
      found.addAll(
          read(
              HistorySelect.query(
                  "select case direction when 'PUSH' then 'DEPLOYMENT' else 'PULL_RUN' end as kind,"
                      + " id::text as id, platform as subject from run"
                      + " where id between ? and ? order by run.id desc limit "
                      + limit,
                  first,
                  last)));
    }
    String last = padded(hex, 'f', HASH_DIGITS);
    found.addAll(
        read(
            HistorySelect.query(
                "select 'VERSION' as kind, id, type_key as subject from version"
                    + " where id between ? and ? or content_hash between ? and ?"
                    + " order by created_at desc limit "
                    + limit,
                hex,
                last,
                hex,
                last)));
    return found;
  }

  private List<Identifier> read(Sql sql) {
    return sql.all(
        database,
        row ->
            new Identifier(
                Columns.constant(row, "kind", Kind.class),
                row.getString("id"),
                row.getString("subject")));
  }

  private static String padded(String hex, char digit, int length) {
    return hex + String.valueOf(digit).repeat(length - hex.length());
  }

  private static UUID uuid(String digits) {
    return UUID.fromString(
        digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
  }
}
