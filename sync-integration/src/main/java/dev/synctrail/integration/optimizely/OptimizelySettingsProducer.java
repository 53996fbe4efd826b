package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.http.ConfigValues;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Produces the settings of this adapter from MicroProfile Config. */
@Dependent
class OptimizelySettingsProducer {

  @Produces
  @Dependent
  OptimizelySettings optimizely(ConfigValues config) {
    return OptimizelySettings.from(config);
  }
}
