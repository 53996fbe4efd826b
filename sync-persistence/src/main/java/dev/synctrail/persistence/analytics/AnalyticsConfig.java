package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.RecommendationRules;
import dev.synctrail.analytics.ReportSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads the settings of reports. It is in this module because libraries of an EAR do not see
 * classes of the WAR.
 */
@ApplicationScoped
class AnalyticsConfig {

  @Produces
  @Singleton
  ReportSettings reports(
      @ConfigProperty(name = "sync.analytics.period", defaultValue = "P30D") Duration period,
      @ConfigProperty(name = "sync.analytics.recent", defaultValue = "PT24H") Duration recent,
      @ConfigProperty(name = "sync.analytics.rules") Optional<String> rules) {
    return new ReportSettings(
        period, recent, rules.map(AnalyticsConfig::read).orElseGet(RecommendationRules::defaults));
  }

  private static RecommendationRules read(String file) {
    try {
      return RecommendationRules.read(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("sync.analytics.rules cannot be read: " + file, e);
    }
  }
}
