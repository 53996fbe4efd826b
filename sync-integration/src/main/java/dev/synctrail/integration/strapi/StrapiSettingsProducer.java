package dev.synctrail.integration.strapi;

import dev.synctrail.integration.http.ConfigValues;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Produces the settings of this adapter from MicroProfile Config. */
@Dependent
class StrapiSettingsProducer {

  @Produces
  @Dependent
  StrapiSettings strapi(ConfigValues config) {
    return StrapiSettings.from(config);
  }
}
