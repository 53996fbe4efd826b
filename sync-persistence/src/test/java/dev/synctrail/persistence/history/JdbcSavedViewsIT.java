package dev.synctrail.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.history.SavedView;
import dev.synctrail.history.SavedViews;
import dev.synctrail.persistence.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcSavedViewsIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void stores_one_view_per_owner_and_name() {
    SavedViews views = new JdbcSavedViews(database.dataSource());
    views.save(new SavedView("ann", "failed", "status=FAILED"));
    views.save(new SavedView("ann", "all", ""));
    views.save(new SavedView("ann", "failed", "status=FAILED&platform=optimizely"));
    views.save(new SavedView("ben", "failed", "status=UNKNOWN"));

    assertThat(views.of("ann"))
        .containsExactly(
            new SavedView("ann", "all", ""),
            new SavedView("ann", "failed", "status=FAILED&platform=optimizely"));
    assertThat(views.remove("ann", "failed")).isTrue();
    assertThat(views.remove("ann", "failed")).isFalse();
    assertThat(views.of("ben")).hasSize(1);
  }
}
