package dev.synctrail.integration.strapi;

import dev.synctrail.gateway.Capabilities;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.integration.adapter.Adapter;
import dev.synctrail.integration.adapter.AdapterGateway;
import dev.synctrail.integration.adapter.ConnectionTrial.Advice;
import dev.synctrail.integration.adapter.PlatformSettings;
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
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Strapi; its settings are {@code sync.strapi.*}. */
@Dependent
final class StrapiAdapter implements Adapter<StrapiSchema> {
  /**
   * The version is recorded with every sync, so that the record shows that no lock protected it.
   */
  private static final Profile PROFILE =
      new Profile(
          "strapi",
          "Strapi",
          "strapi/1, no lock",
          new StrapiModel(),
          List.of("v5"),
          new Capabilities(false, false, 1),
          URI.create("http://localhost:1337"),
          new Advice(
              "The administrator lacks the permission to use the content-type builder",
              "No content-type builder found: check the base URL",
              "This is not a Strapi endpoint: check the base URL"));

  private final RepeatedReads restart;
  private final Duration tokenMargin;
  private final Clock clock;

  @Inject
  StrapiAdapter(ConfigValues config, Clock clock) {
    this(config, clock, RepeatedReads::sleep);
  }

  StrapiAdapter(ConfigValues config, Clock clock, Consumer<Duration> sleep) {
    this.restart =
        new RepeatedReads(
            config.duration("sync.strapi.restart.at-most", Duration.ofMinutes(1)),
            config.duration("sync.strapi.restart.pause", Duration.ofSeconds(2)),
            config.number("sync.strapi.restart.equal-reads", 3, 100),
            sleep);
    this.tokenMargin = config.duration("sync.strapi.token-margin", Duration.ofSeconds(30));
    this.clock = clock;
  }

  @Produces
  @ApplicationScoped
  PlatformGateway gateway(RecordedHttp http, Credentials credentials) {
    ResponseClassifier responseClassifier =
        new ResponseClassifier(PROFILE.name(), StrapiErrorParser::of, clock);
    TokenCache tokens = new TokenCache(http, responseClassifier, tokenMargin, clock);
    return new AdapterGateway<>(this, credentials, tokens, restart);
  }

  @Override
  public Profile profile() {
    return PROFILE;
  }

  @Override
  public List<SettingError> check(Platform platform) {
    return PlatformSettings.check(platform, PROFILE.apiVersions(), Set.of());
  }

  @Override
  public URI tokenUrl(Platform platform) {
    return PlatformSettings.address(platform, "/admin/login");
  }

  @Override
  public TokenRequest tokenRequest(
      Platform platform, ExchangeLog log, Credential credential, URI tokenUrl) {
    return Login.tokenRequest(platform, log, credential, tokenUrl);
  }

  @Override
  public TypeApi<StrapiSchema> types(Platform platform, Iterable<Snapshot> own) {
    return new StrapiTypes(platform, own);
  }

  @Override
  public TypeListing list(Session session, Platform platform) {
    return StrapiListing.read(session, platform);
  }
}
