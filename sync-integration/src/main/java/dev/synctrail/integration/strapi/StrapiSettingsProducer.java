package dev.synctrail.integration.strapi;

import dev.synctrail.integration.http.ConfigValues;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Where MicroProfile Config becomes this adapter's settings. */
@Dependent
class StrapiSettingsProducer {

  @Produces
  @Dependent
  StrapiSettings strapi(ConfigValues config) {
    return StrapiSettings.from(config);
  }
}
