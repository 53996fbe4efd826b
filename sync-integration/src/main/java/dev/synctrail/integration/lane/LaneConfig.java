package dev.synctrail.integration.lane;

import dev.synctrail.drift.DriftPolicy;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.retry.SettlingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the settings and policies of the durable work; an invalid value stops the start. */
@ApplicationScoped
class LaneConfig {

  @Produces
  LaneSettings lanes(
      @ConfigProperty(name = "sync.lanes.per-platform", defaultValue = "2") int perPlatform,
      @ConfigProperty(name = "sync.lanes.threads", defaultValue = "16") int threads,
      @ConfigProperty(name = "sync.lanes.poll", defaultValue = "PT2S") Duration poll,
      @ConfigProperty(name = "sync.lanes.heartbeat", defaultValue = "PT5S") Duration heartbeat,
      @ConfigProperty(name = "sync.lanes.stop-wait", defaultValue = "PT10S") Duration stopWait,
      @ConfigProperty(name = "sync.tracking.lease", defaultValue = "PT15M") Duration lease) {
    return new LaneSettings(perPlatform, threads, poll, heartbeat, stopWait, lease);
  }

  @Produces
  RetryPolicy retries(
      @ConfigProperty(name = "sync.retry.max-attempts", defaultValue = "3") int maxAttempts,
      @ConfigProperty(name = "sync.retry.multiplier", defaultValue = "2") double multiplier,
      @ConfigProperty(name = "sync.retry.initial-delay", defaultValue = "PT1S") Duration initial,
      @ConfigProperty(name = "sync.retry.max-delay", defaultValue = "PT30S") Duration max) {
    return new RetryPolicy(maxAttempts, multiplier, initial, max);
  }

  @Produces
  SettlingPolicy settling(
      @ConfigProperty(name = "sync.settle.max-age", defaultValue = "PT24H") Duration maxAge,
      @ConfigProperty(name = "sync.settle.initial-delay", defaultValue = "PT2S") Duration initial,
      @ConfigProperty(name = "sync.settle.max-delay", defaultValue = "PT5M") Duration max) {
    return new SettlingPolicy(maxAge, new RetryPolicy(1, 2, initial, max));
  }

  @Produces
  DriftPolicy drift(
      @ConfigProperty(name = "sync.read-back.after", defaultValue = "PT1S") Duration after,
      @ConfigProperty(name = "sync.read-back.looks", defaultValue = "3") int looks,
      @ConfigProperty(name = "sync.read-back.between", defaultValue = "PT3S") Duration between,
      @ConfigProperty(name = "sync.drift.good-for", defaultValue = "PT24H") Duration goodFor,
      @ConfigProperty(name = "sync.drift.ignore") Optional<String> ignored) {
    return new DriftPolicy(after, looks, between, goodFor, pointers(ignored.orElse("")));
  }

  private static List<String> pointers(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
  }

  @Produces
  RandomGenerator random() {
    return new Random();
  }
}
