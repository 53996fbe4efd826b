package dev.synctrail.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.access.Preferences;
import dev.synctrail.access.StoredPreferences;
import dev.synctrail.persistence.schema.TestDatabase;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcStoredPreferencesIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void keeps_the_last_preferences_of_each_user() {
    StoredPreferences stored = new JdbcStoredPreferences(database.dataSource());
    assertThat(stored.of("ann")).isEmpty();

    stored.save("ann", new Preferences("de", ZoneId.of("Europe/Berlin")));
    stored.save("bob", new Preferences(null, ZoneId.of("UTC")));
    assertThat(stored.of("ann")).contains(new Preferences("de", ZoneId.of("Europe/Berlin")));

    stored.save("ann", new Preferences(null, null));
    assertThat(stored.of("ann")).contains(new Preferences(null, null));
    assertThat(stored.of("bob")).contains(new Preferences(null, ZoneId.of("UTC")));
  }
}
