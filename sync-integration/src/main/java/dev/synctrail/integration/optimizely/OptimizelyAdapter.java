package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.BatchItemResult;
import dev.synctrail.gateway.Capabilities;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.integration.adapter.Adapter;
import dev.synctrail.integration.adapter.AdapterGateway;
import dev.synctrail.integration.adapter.ConnectionTrial.Advice;
import dev.synctrail.integration.adapter.RepeatedReads;
import dev.synctrail.integration.adapter.ResponseClassifier;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.integration.adapter.TokenCache;
import dev.synctrail.integration.adapter.TokenCache.TokenRequest;
import dev.synctrail.integration.adapter.TypeApi;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.integration.http.Credential;
import dev.synctrail.integration.http.Credentials;
import dev.synctrail.integration.http.RecordedHttp;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Optimizely CMS; its settings are {@code sync.optimizely.*}. */
@Dependent
final class OptimizelyAdapter implements Adapter<JsonObject> {
  private static final Profile PROFILE =
      new Profile(
          "optimizely",
          "Optimizely",
          "optimizely/1",
          new OptimizelyModel(),
          Dialect.versions(),
          Capabilities.ALL,
          OptimizelyPlatformSettings.SAAS,
          new Advice(
              "The client lacks the permission to read content types",
              "No content type API found: check the base URL and apiVersion",
              "This is not an Optimizely endpoint: check the base URL"));

  private final RepeatedReads readBack;
  private final Duration tokenMargin;
  private final int pageSize;
  private final Clock clock;

  @Inject
  OptimizelyAdapter(ConfigValues config, Clock clock) {
    this(config, clock, RepeatedReads::sleep);
  }

  OptimizelyAdapter(ConfigValues config, Clock clock, Consumer<Duration> sleep) {
    this.readBack =
        new RepeatedReads(
            config.duration("sync.optimizely.read-back.at-most", Duration.ofSeconds(10)),
            config.duration("sync.optimizely.read-back.pause", Duration.ofMillis(2500)),
            config.number("sync.optimizely.read-back.equal-reads", 3, 100),
            sleep);
    this.tokenMargin = config.duration("sync.optimizely.token-margin", Duration.ofSeconds(30));
    this.pageSize = config.number("sync.optimizely.page-size", 100, 10_000);
    this.clock = clock;
  }

  @Produces
  @ApplicationScoped
  PlatformGateway gateway(RecordedHttp http, Credentials credentials) {
    TokenCache tokens = new TokenCache(http, classifier(), tokenMargin, clock);
    return new AdapterGateway<>(this, credentials, tokens, readBack);
  }

  private ResponseClassifier classifier() {
    return new ResponseClassifier(PROFILE.name(), OptimizelyErrorParser::of, clock);
  }

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public List<SettingError> check(Platform platform) {
    return OptimizelyPlatformSettings.check(platform);
  }

  @Override
  public URI tokenUrl(Platform platform) {
    return OptimizelyPlatformSettings.tokenUrl(platform);
  }

  @Override
  public TokenRequest tokenRequest(
      Platform platform, ExchangeLog log, Credential credential, URI tokenUrl) {
    return ClientCredentials.tokenRequest(platform, log, credential, tokenUrl);
  }

  @Override
  public TypeApi<JsonObject> types(Platform platform, Iterable<Snapshot> own) {
    return new OptimizelyTypes(platform, own);
  }

  @Override
  public TypeListing list(Session session, Platform platform) {
    return new TypePages(session, platform, pageSize).types();
  }

  @Override
  public String probe(Session session, Platform platform) {
    return new TypePages(session, platform, 1).count();
  }

  @Override
  public List<BatchItemResult> pushTogether(
      AdapterGateway<JsonObject> gateway, List<PushOrder> orders) {
    return orders.isEmpty() || Dialect.of(orders.get(0).platform()) != Dialect.V1
        ? Adapter.super.pushTogether(gateway, orders)
        : new Manifest(classifier(), clock, gateway).push(orders);
  }
}
