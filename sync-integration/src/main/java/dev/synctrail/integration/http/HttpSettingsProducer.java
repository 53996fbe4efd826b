package dev.synctrail.integration.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.Config;

/** Produces the settings of this package from MicroProfile Config. */
@ApplicationScoped
class HttpSettingsProducer {

  @Produces
  ConfigValues values(Config config) {
    return new ConfigValues(key -> config.getOptionalValue(key, String.class));
  }

  @Produces
  HttpSettings http(ConfigValues config) {
    return HttpSettings.from(config);
  }

  @Produces
  BreakerSettings breakers(ConfigValues config) {
    return BreakerSettings.from(config);
  }
}
