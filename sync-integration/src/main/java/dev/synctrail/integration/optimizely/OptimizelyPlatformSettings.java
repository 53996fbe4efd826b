package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.integration.adapter.PlatformSettings;
import dev.synctrail.integration.http.Origins;
import dev.synctrail.integration.http.TokenBuckets;
import dev.synctrail.platform.Platform;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The platform settings of this adapter:
 *
 * <ul>
 *   <li>{@code tokenUrl}: the token endpoint, when it is not {@code /oauth/token} at the origin of
 *       the base URL; a self-hosted CMS has it at {@code <host>/_cms/v1/oauth/token}
 *   <li>{@code tokenEncoding}: {@code json} (the default) or {@code basic}
 *   <li>{@code actAs}: the user for whom the client acts
 *   <li>{@code ratePerMinute}: see {@link TokenBuckets}
 *   <li>{@code leaveAlone}: members, comma-separated, that are not removed from a live type when
 *       they are missing in the desired one
 * </ul>
 */
final class OptimizelyPlatformSettings {
  static final URI SAAS = URI.create("https://api.cms.optimizely.com");

  private static final Set<String> OWN = Set.of("tokenUrl", "tokenEncoding", "actAs", "leaveAlone");

  private OptimizelyPlatformSettings() {}

  static List<SettingError> check(Platform platform) {
    List<SettingError> errors = PlatformSettings.check(platform, Dialect.versions(), OWN);
    String path = PlatformSettings.path(platform);
    if (Dialect.versions().stream().anyMatch(version -> path.endsWith("/" + version))) {
      errors.add(
          new SettingError(
              "/baseUrl", "must not end with the API version; set apiVersion instead"));
    }
    String tokenUrl = platform.settings().get("tokenUrl");
    if (tokenUrl != null) {
      URI parsed = Origins.parse(tokenUrl);
      if (parsed == null) {
        errors.add(new SettingError("/settings/tokenUrl", "must be an http or https URL"));
      } else if (Origins.parse(platform.baseUrl().toString()) != null
          && !Origins.same(parsed, platform.baseUrl())) {
        errors.add(
            new SettingError("/settings/tokenUrl", "must have the same origin as the base URL"));
      }
    }
    if (!Set.of("json", "basic")
        .contains(platform.settings().getOrDefault("tokenEncoding", "json"))) {
      errors.add(new SettingError("/settings/tokenEncoding", "must be json or basic"));
    }
    return errors;
  }

  /** Returns the token endpoint; {@link #check} ensures that it has the origin of the base URL. */
  static URI tokenUrl(Platform platform) {
    return Optional.ofNullable(platform.settings().get("tokenUrl"))
        .map(Origins::parse)
        .orElseGet(() -> URI.create(Origins.of(platform.baseUrl()) + "/oauth/token"));
  }

  /** Returns the address of a resource in the API version of the platform. */
  static URI address(Platform platform, String path) {
    return PlatformSettings.address(platform, "/" + platform.apiVersion() + path);
  }

  static Set<String> leftAlone(Platform platform) {
    return Arrays.stream(platform.settings().getOrDefault("leaveAlone", "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}
