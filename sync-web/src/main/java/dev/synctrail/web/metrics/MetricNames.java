package dev.synctrail.web.metrics;

import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricUnits;

/** Builds the metadata of metrics. */
final class MetricNames {
  private MetricNames() {}

  static Metadata of(String name, String description) {
    return of(name, description, MetricUnits.NONE);
  }

  static Metadata of(String name, String description, String unit) {
    return Metadata.builder().withName(name).withDescription(description).withUnit(unit).build();
  }
}
