package dev.synctrail.web.metrics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.Metric;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * A thread-safe front of the metric registry.
 *
 * <p>The server's registry is not thread-safe: it throws {@code ConcurrentModificationException} if
 * two threads register metrics at once. This class registers one metric at a time and looks up
 * registered metrics in a map of its own.
 */
@ApplicationScoped
class ConcurrentMetrics {
  private final MetricRegistry registry;
  private final ConcurrentMap<Key, Metric> registered = new ConcurrentHashMap<>();

  @Inject
  ConcurrentMetrics(MetricRegistry registry) {
    this.registry = registry;
  }

  private record Key(String name, List<Tag> tags) {}

  Counter counter(Metadata metadata, Tag... tags) {
    return (Counter) metric(metadata, tags, () -> registry.counter(metadata, tags));
  }

  Timer timer(Metadata metadata, Tag... tags) {
    return (Timer) metric(metadata, tags, () -> registry.timer(metadata, tags));
  }

  /** Registers a gauge unless one with the same name and tags exists. */
  void gauge(Metadata metadata, Supplier<? extends Number> value, Tag... tags) {
    metric(metadata, tags, () -> gauge(registry, metadata, value, tags));
  }

  private static <T extends Number> Gauge<T> gauge(
      MetricRegistry registry, Metadata metadata, Supplier<T> value, Tag... tags) {
    return registry.gauge(metadata, value, tags);
  }

  private Metric metric(Metadata metadata, Tag[] tags, Supplier<Metric> register) {
    Key key = new Key(metadata.getName(), List.of(tags));
    Metric known = registered.get(key);
    return known == null ? registered(key, register) : known;
  }

  private synchronized Metric registered(Key key, Supplier<Metric> register) {
    return registered.computeIfAbsent(key, missing -> register.get());
  }
}
