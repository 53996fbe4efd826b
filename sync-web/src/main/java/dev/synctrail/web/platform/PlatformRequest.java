package dev.synctrail.web.platform;

import dev.synctrail.gateway.Configuring;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.rest.JsonBody;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body that adds or changes a platform. */
@Schema(name = "PlatformRequest")
public record PlatformRequest(
    @Schema(
            description =
                "Id, part of the configuration keys of the credentials. Optional where the"
                    + " path contains it",
            pattern = "[a-z0-9]{1,64}",
            example = "optimizely")
        String id,
    @Schema(
            description = "Kind of platform, which selects the adapter",
            required = true,
            example = "optimizely")
        String kind,
    @Schema(description = "Display name", required = true, maxLength = 255, example = "Production")
        String name,
    @Schema(
            description = "Base URL without the API version",
            required = true,
            format = "uri",
            example = "https://api.cms.optimizely.com")
        URI baseUrl,
    @Schema(description = "API version; default the usual one of the kind", example = "v1")
        String apiVersion,
    @Schema(
            description = "Further settings of the adapter; never credentials",
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
      in.fault("id", "Must be the id in the path");
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
    throw new IllegalArgumentException("Must be an absolute URL without user name and password");
  }

  PlatformId platformId() {
    return new PlatformId(id);
  }

  Configuring.Wanted wanted() {
    return new Configuring.Wanted(kind, name, baseUrl, apiVersion, settings);
  }
}
