package dev.synctrail.web.platform;

import static java.util.Objects.requireNonNullElse;

import dev.synctrail.gateway.Configuring;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.RequestRules;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Request body that adds or changes a platform. */
@Schema(name = "PlatformRequest")
public record PlatformRequest(
    @Schema(
            description =
                "Id, part of the configuration keys of the credentials. Optional where the"
                    + " path contains it",
            example = "optimizely")
        @Nullable PlatformId id,
    @Schema(description = "Kind of platform, which selects the adapter", example = "optimizely")
        @Size(min = 1, max = 64)
        String kind,
    @Schema(description = "Display name", example = "Production") @Size(min = 1, max = 255)
        String name,
    @Schema(
            description = "Base URL without the API version",
            format = "uri",
            example = "https://api.cms.optimizely.com")
        String baseUrl,
    @Schema(description = "API version; default the usual one of the kind", example = "v1")
        @Size(max = 64)
        @Nullable String apiVersion,
    @Schema(
            description = "Further settings of the adapter; never credentials",
            example = "{\"ratePerMinute\": \"120\"}")
        Map<String, @Size(max = 2_000) String> settings)
    implements RequestRules {

  @Override
  public void check(BiConsumer<String, String> faults) {
    if (baseUrl == null) {
      return;
    }
    try {
      URI uri = new URI(baseUrl);
      if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
        faults.accept("/baseUrl", "Must be an absolute URL without user name and password");
      }
    } catch (URISyntaxException e) {
      faults.accept("/baseUrl", "Not a URL");
    }
  }

  /** Returns the id, which the path does not contain. */
  PlatformId required() {
    if (id == null) {
      throw Problem.malformed(List.of(Fault.at("/id", "Missing")));
    }
    return id;
  }

  /** Requires that the id, if it is given, is the one in the path. */
  void requireId(PlatformId inPath) {
    if (id != null && !id.equals(inPath)) {
      throw Problem.malformed(List.of(Fault.at("/id", "Must be the id in the path")));
    }
  }

  Configuring.Wanted wanted() {
    return new Configuring.Wanted(
        kind, name, URI.create(baseUrl), requireNonNullElse(apiVersion, ""), settings);
  }
}
