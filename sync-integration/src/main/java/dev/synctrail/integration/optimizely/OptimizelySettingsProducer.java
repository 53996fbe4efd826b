package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.http.ConfigValues;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Where MicroProfile Config becomes this adapter's settings. */
@Dependent
class OptimizelySettingsProducer {

  @Produces
  @Dependent
  OptimizelySettings optimizely(ConfigValues config) {
    return OptimizelySettings.from(config);
  }
}
