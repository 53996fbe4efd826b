package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.integration.hostile.HostilePlatformContract;
import dev.synctrail.integration.hostile.RawServer.Request;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The contract for arbitrary responses, with Strapi. */
class HostileStrapiTest extends HostilePlatformContract {
  private static final String TYPES = "/content-type-builder/content-types";
  private static final List<TypeKey> KEYS =
      Stream.of("post", "page", "author", "tag", "menu").map(TypeKey::new).toList();

  private static String uid(TypeKey key) {
    return "api::" + key + "." + key;
  }

  @Override
  protected Real real() {
    return new Real() {
      private final ContentTypeBuilder builder = new ContentTypeBuilder();
      private final StandIn standIn = StandIn.builder().speaking(builder::answer).start();

      @Override
      public URI url() {
        return standIn.baseUrl();
      }

      @Override
      public void reset() {
        KEYS.forEach(key -> builder.remove(uid(key)));
        builder.revokeTokens();
      }

      @Override
      public void put(Snapshot type) {
        KEYS.stream()
            .filter(key -> type.text().contains("\"singularName\": \"" + key + "\""))
            .forEach(key -> builder.edit(uid(key), type.text()));
      }

      @Override
      public Optional<String> displayName(TypeKey key) {
        return builder.displayName(uid(key));
      }

      @Override
      public int types() {
        return (int) KEYS.stream().filter(key -> builder.holds(uid(key))).count();
      }

      @Override
      public void close() {
        standIn.close();
      }
    };
  }

  @Override
  protected PlatformGateway gateway(String platform, URI url) {
    return new Fixture()
        .credentials(platform, url)
        .with("sync.http.answer-timeout", "PT2S")
        .gateway();
  }

  @Override
  protected Platform platform(String id, URI url) {
    return Fixture.platform(id, url, "v5", Map.of());
  }

  @Override
  protected Snapshot type(TypeKey key, String displayName) {
    return Snapshot.ofText(Samples.sample(key).text().replace("A sample", displayName));
  }

  @Override
  protected List<TypeKey> keys() {
    return KEYS;
  }

  @Override
  protected String refusal(String code) {
    return "{\"data\":null,\"error\":{\"status\":400,\"name\":\"%s\",\"message\":\"The group is unknown\",\"details\":{}}}"
        .formatted(code);
  }

  @Override
  protected String otherType() {
    return "{\"data\":{\"uid\":\"api::another.another\",\"schema\":{\"displayName\":\"Mine\",\"singularName\":\"another\",\"pluralName\":\"others\",\"attributes\":{}}}}";
  }

  @Override
  protected boolean isToken(Request request) {
    return request.path().equals(ContentTypeBuilder.LOGIN);
  }

  @Override
  protected Set<String> kinds() {
    return Set.of(
        "GET " + TYPES,
        "GET " + TYPES + "/{uid}",
        "POST " + TYPES,
        "PUT " + TYPES + "/{uid}",
        "DELETE " + TYPES + "/{uid}");
  }

  @Override
  protected String kind(Request request) {
    return request.method() + " " + request.path().replaceFirst(TYPES + "/.*", TYPES + "/{uid}");
  }
}
