package dev.synctrail.web.platform;

import dev.synctrail.platform.Configuring;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.rest.JsonBody;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A platform as it is wanted. */
@Schema(name = "PlatformRequest")
public record PlatformRequest(
    @Schema(
            description =
                "Part of the configuration keys of its credentials. May be left out where the path"
                    + " says it",
            pattern = "[a-z0-9]{1,64}",
            example = "optimizely")
        String id,
    @Schema(description = "Which adapter speaks to it", required = true, example = "optimizely")
        String kind,
    @Schema(description = "For people", required = true, maxLength = 255, example = "Production")
        String name,
    @Schema(
            description = "Where it is, without the API version",
            required = true,
            format = "uri",
            example = "https://api.cms.optimizely.com")
        URI baseUrl,
    @Schema(
            description = "The dialect; the one that the kind usually speaks when left out",
            example = "v1")
        String apiVersion,
    @Schema(
            description = "What the adapter understands beyond these; never a credential",
            example = "{\"ratePerMinute\": \"120\"}")
        Map<String, String> settings) {

  static PlatformRequest of(JsonBody in, @Nullable PlatformId inPath) {
    String apiVersion = in.optionalText("apiVersion", 64);
    return new PlatformRequest(
        id(in, inPath).value(),
        in.text("kind", 1, 64),
        in.text("name", 1, 255),
        in.value("baseUrl", PlatformRequest::absolute, URI.create("")),
        apiVersion == null ? "" : apiVersion,
        in.texts("settings", 2_000));
  }

  private static PlatformId id(JsonBody in, @Nullable PlatformId inPath) {
    if (inPath == null) {
      return in.value("id", PlatformId::new, PlatformId.DEFAULT);
    }
    PlatformId inBody = in.optionalValue("id", PlatformId::new);
    if (inBody != null && !inBody.equals(inPath)) {
      in.fault("id", "Not the one in the path");
    }
    return inPath;
  }

  private static URI absolute(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getScheme() != null && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Not a URL", e);
    }
    throw new IllegalArgumentException("Not an absolute URL without user and password");
  }

  PlatformId platformId() {
    return new PlatformId(id);
  }

  Configuring.Wanted wanted() {
    return new Configuring.Wanted(kind, name, baseUrl, apiVersion, settings);
  }
}
