package dev.synctrail.integration.http;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.Config;

/** Produces the settings of this package from MicroProfile Config. */
@Dependent
class HttpSettingsProducer {

  @Produces
  @Dependent
  ConfigValues values(Config config) {
    return new ConfigValues(key -> config.getOptionalValue(key, String.class));
  }

  @Produces
  @Dependent
  HttpSettings http(ConfigValues config) {
    return HttpSettings.from(config);
  }

  @Produces
  @Dependent
  BreakerSettings breakers(ConfigValues config) {
    return BreakerSettings.from(config);
  }
}
