package dev.synctrail.persistence.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.version.Committing;
import dev.synctrail.version.Committing.Commit;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionSource;
import dev.synctrail.version.VersionTree.Alteration;
import dev.synctrail.version.Versions;
import dev.synctrail.version.VersionsContract;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpaVersionsIT extends VersionsContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
  private static final TypeKey ARTICLE = new TypeKey("ArticlePage");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static Versions versions(EntityManager entityManager) {
    return new JpaVersions(entityManager, new JpaSnapshots(entityManager, CLOCK));
  }

  @Override
  protected Versions versions() {
    return versions(database.entityManager());
  }

  @Override
  protected void settle() {
    database.entityManager().flush();
    database.entityManager().clear();
  }

  @AfterEach
  void truncate() throws SQLException {
    if (database.entityManager().getTransaction().isActive()) {
      database.entityManager().getTransaction().rollback();
    }
    execute("truncate content_type, version");
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static ContentTypeVersion put(String name) {
    ContentType type =
        ContentType.read(ARTICLE, "{\"displayName\":\"%s\"}".formatted(name).getBytes(UTF_8));
    return database.elsewhere(
        entityManager ->
            new Committing(versions(entityManager), CLOCK)
                .commit(Commit.onHead(type, VersionSource.UI, "ann", null))
                .version());
  }

  @Test
  void concurrent_commits_form_a_line_of_versions() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try {
      List<Future<ContentTypeVersion>> puts = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String name = "content " + i;
        puts.add(callers.submit(() -> put(name)));
      }
      for (Future<ContentTypeVersion> put : puts) {
        put.get();
      }
    } finally {
      callers.shutdown();
    }

    List<ContentTypeVersion> line = versions().tree(ARTICLE).nodes();
    assertThat(line).hasSize(24);
    for (int i = 1; i < line.size(); i++) {
      assertThat(line.get(i).parents()).containsExactly(line.get(i - 1).id());
    }
  }

  @Test
  void a_row_that_was_altered_in_the_database_is_detected() throws SQLException {
    put("A");
    ContentTypeVersion altered = put("B");
    put("C");

    execute("update version set author = 'mallory' where id = '" + altered.id() + "'");

    assertThat(versions().tree(ARTICLE).alterations(versions()::content))
        .extracting(Alteration::id)
        .containsExactly(altered.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type_key = 'Aa' and created_at < now() | version_order",
        "type_key = 'Aa' and author = 'ann' | version_author",
        "type_key = 'Aa' and source = 'UI' | version_source",
      })
  void each_filter_has_an_index(String condition, String index) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("set enable_seqscan = off; set enable_sort = off");
      StringBuilder plan = new StringBuilder();
      try (var rows =
          statement.executeQuery(
              "explain select * from version where "
                  + condition
                  + " order by created_at desc limit 51")) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      assertThat(plan).contains("Index Scan Backward using " + index);
    }
  }
}
