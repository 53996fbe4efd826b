package dev.synctrail.persistence.ledger;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.ledger.EvidenceTooLarge;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerEvidence;
import dev.synctrail.ledger.NotSequenced;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads evidence from one snapshot of the database, in which the rows are those of the last
 * entries. The entries are read twice, because what is known of a value depends on later entries.
 */
@ApplicationScoped
public class JdbcLedgerEvidence implements LedgerEvidence {
  private static final int FETCH = 200;

  private final DataSource database;

  @Inject
  public JdbcLedgerEvidence(DataSource database) {
    this.database = database;
  }

  @Override
  public void read(Set<UUID> subjects, boolean content, Sink sink) throws IOException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level repeatable read, read only");
        read(connection, subjects, content, sink);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new PersistenceException("Evidence could not be read: " + e.getSQLState(), e);
    }
  }

  private static void read(Connection connection, Set<UUID> subjects, boolean content, Sink sink)
      throws SQLException, IOException {
    Note newest = checkpoint(connection);
    if (newest == null || isWaiting(connection, subjects)) {
      throw new NotSequenced("The last entries of the ledger have no place in it yet");
    }
    LeafValues.Known known = new LeafValues.Known();
    long[] leaves = {0};
    long[] last = {-1};
    entries(
        connection,
        subjects,
        Set.of(),
        (leaf, entry, salt, salts) -> {
          leaves[0]++;
          last[0] = leaf;
          if (leaves[0] <= MAX_LEAVES) {
            LedgerEntry.parse(entry).facts().forEach(fact -> known.add(leaf, fact));
          }
        });
    if (leaves[0] > MAX_LEAVES) {
      throw new EvidenceTooLarge(leaves[0]);
    }
    Set<Long> reasons = reasons(connection, known);
    List<Anchor> anchors = anchors(connection, reasons.stream().reduce(last[0], Math::max));
    sink.begin(anchors.isEmpty() ? newest : anchors.get(0).checkpoint(), anchors);
    LeafValues values = new LeafValues(connection, subjects, content, known, sink);
    entries(connection, subjects, reasons, values::pass);
  }

  /** Returns the entries in which purges and erasures were requested. */
  private static Set<Long> reasons(Connection connection, LeafValues.Known known)
      throws SQLException {
    Set<Long> leaves = new TreeSet<>();
    for (UUID erasure : known.erasures()) {
      new Sql(
              "select min(leaf) from ledger_entry where subjects @> cast(? as uuid[])",
              List.of(erasure))
          .each(
              connection,
              row -> {
                long leaf = row.getLong(1);
                if (!row.wasNull()) {
                  leaves.add(leaf);
                }
              });
    }
    return leaves;
  }

  /** Returns what places outside have signed of the first checkpoint of which they have. */
  private static List<Anchor> anchors(Connection connection, long leaf) throws SQLException {
    List<Anchor> anchors = new ArrayList<>();
    new Sql(
            "select * from ledger_anchor where anchored_at is not null and proof <> ''"
                + " and size = (select min(size) from ledger_anchor"
                + " where anchored_at is not null and proof <> '' and size > ?) order by id",
            leaf)
        .each(connection, row -> anchors.add(JdbcAnchors.anchor(row)));
    return anchors;
  }

  private static @Nullable Note checkpoint(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select note from ledger_checkpoint order by size desc limit 1");
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Note.parse(rows.getString(1)) : null;
    }
  }

  private static boolean isWaiting(Connection connection, Set<UUID> subjects) throws SQLException {
    boolean[] waiting = {false};
    new Sql(
            "select 1 from ledger_pending where subjects && cast(? as uuid[]) limit 1",
            List.copyOf(subjects))
        .each(connection, row -> waiting[0] = true);
    return waiting[0];
  }

  private static void entries(
      Connection connection, Set<UUID> subjects, Set<Long> others, Receiver receiver)
      throws SQLException, IOException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select leaf, entry, salt, salts from ledger_entry where subjects && cast(? as uuid[])"
                + " or leaf = any (cast(? as bigint[])) order by leaf")) {
      statement.setArray(1, connection.createArrayOf("uuid", subjects.toArray()));
      statement.setArray(2, connection.createArrayOf("bigint", others.toArray()));
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          receiver.take(rows.getLong(1), rows.getBytes(2), rows.getBytes(3), rows.getBytes(4));
        }
      }
    }
  }

  /** Receives one entry after the other. */
  @FunctionalInterface
  private interface Receiver {
    void take(long leaf, byte[] entry, byte @Nullable [] salt, byte @Nullable [] salts)
        throws SQLException, IOException;
  }
}
