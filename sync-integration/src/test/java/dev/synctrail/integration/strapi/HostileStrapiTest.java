package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.integration.hostile.HostilePlatformContract;
import dev.synctrail.integration.hostile.RawServer.Request;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The contract for arbitrary responses, with Strapi. */
class HostileStrapiTest extends HostilePlatformContract {
  private static final String UID = "api::post.post";

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
        builder.remove(UID);
        builder.revokeTokens();
      }

      @Override
      public void put(Snapshot type) {
        builder.edit(UID, type.text());
      }

      @Override
      public Optional<String> displayName(TypeKey key) {
        return builder.displayName(UID);
      }

      @Override
      public int types() {
        return builder.holds(UID) ? 1 : 0;
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
        .with("sync.http.answer-timeout", "PT5S")
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
  protected TypeKey key() {
    return new TypeKey("post");
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
}
