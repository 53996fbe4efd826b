package dev.synctrail.persistence.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.changefeed.Change;
import dev.synctrail.changefeed.Changes;
import dev.synctrail.changefeed.FeedPosition;
import dev.synctrail.persistence.schema.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcChangesIT {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static Changes changes() {
    return new JdbcChanges(database.dataSource());
  }

  private static UUID append(Connection connection) throws SQLException {
    UUID subject = UUID.randomUUID();
    try (var insert =
        connection.prepareStatement(
            "insert into change_feed (kind, subject) values ('DEPLOYMENT', ?)")) {
      insert.setObject(1, subject);
      insert.execute();
    }
    return subject;
  }

  private static List<UUID> after(FeedPosition feedPosition) {
    return changes().after(feedPosition, 100).stream().map(Change::subject).toList();
  }

  @Test
  void a_late_commit_is_not_missed() throws SQLException {
    FeedPosition start = changes().now(NOW);
    try (Connection slow = database.dataSource().getConnection();
        Connection quick = database.dataSource().getConnection()) {
      slow.setAutoCommit(false);
      UUID first = append(slow);
      UUID second = append(quick);

      assertThat(after(start)).doesNotContain(second);
      slow.commit();

      List<UUID> read = after(start);
      assertThat(read).containsSubsequence(first, second);
      FeedPosition afterFirst = changes().after(start, 100).get(read.indexOf(first)).position();
      assertThat(after(afterFirst)).doesNotContain(first).contains(second);
    }
  }

  @Test
  void starts_after_existing_changes_and_deletes_old_ones() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      UUID old = append(connection);
      FeedPosition now = changes().now(NOW);
      UUID young = append(connection);

      assertThat(after(now)).contains(young).doesNotContain(old);
      assertThat(changes().forget(Instant.parse("2020-01-01T00:00:00Z"))).isZero();
      assertThat(changes().forget(Instant.parse("2099-01-01T00:00:00Z"))).isGreaterThan(1);
      assertThat(after(now)).isEmpty();
    }
  }

  @Test
  void a_feed_position_is_parsed_as_it_was_formatted() {
    FeedPosition feedPosition = new FeedPosition(7, 8, 9);

    assertThat(FeedPosition.read(feedPosition.toString())).contains(feedPosition);
    assertThat(FeedPosition.read("7.8")).isEmpty();
    assertThat(FeedPosition.read("' or 1=1")).isEmpty();
    assertThat(feedPosition.isBefore(Instant.ofEpochSecond(10))).isTrue();
    assertThat(feedPosition.isBefore(Instant.ofEpochSecond(9))).isFalse();
  }
}
