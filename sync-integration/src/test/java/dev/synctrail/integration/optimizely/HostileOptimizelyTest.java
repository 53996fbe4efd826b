package dev.synctrail.integration.optimizely;

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

/** The contract for arbitrary responses, with Optimizely v1. */
class HostileOptimizelyTest extends HostilePlatformContract {

  String version() {
    return "v1";
  }

  @Override
  protected Real real() {
    return new Real() {
      private final StandIn standIn = StandIn.start();

      @Override
      public URI url() {
        return standIn.baseUrl();
      }

      @Override
      public void reset() {
        standIn.reset();
      }

      @Override
      public void put(Snapshot type) {
        standIn.edit(type.text());
      }

      @Override
      public Optional<String> displayName(TypeKey key) {
        return standIn.stored(key.value()).map(type -> type.getString("displayName"));
      }

      @Override
      public int types() {
        return standIn.keys().size();
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
    return Fixture.platform(id, url, version(), Map.of());
  }

  @Override
  protected Snapshot type(TypeKey key, String displayName) {
    return Snapshot.ofText(
        "{\"key\":\"%s\",\"displayName\":\"%s\",\"baseType\":\"_page\",\"properties\":{\"heading\":{\"type\":\"string\"}}}"
            .formatted(key, displayName));
  }

  @Override
  protected List<TypeKey> keys() {
    return Stream.of("Hero", "Card", "Teaser", "Quote", "Footer").map(TypeKey::new).toList();
  }

  @Override
  protected String refusal(String code) {
    return "{\"title\":\"Bad Request\",\"status\":400,\"code\":\"%s\",\"errors\":[{\"detail\":\"The group is unknown\",\"field\":\"group\"}]}"
        .formatted(code);
  }

  @Override
  protected String otherType() {
    return type(new TypeKey("Another"), "Mine").text();
  }

  @Override
  protected boolean isToken(Request request) {
    return request.path().endsWith("/oauth/token");
  }

  @Override
  protected Set<String> kinds() {
    return Set.of(
        "GET /contenttypes",
        "GET /contenttypes/{key}",
        "POST /contenttypes",
        "PATCH /contenttypes/{key}",
        "DELETE /contenttypes/{key}",
        "POST /manifest");
  }

  @Override
  protected String kind(Request request) {
    String path = request.path();
    String resource = path.substring(path.indexOf(version()) + version().length());
    return request.method()
        + " "
        + resource.replaceFirst("^/contenttypes/.*", "/contenttypes/{key}");
  }
}
