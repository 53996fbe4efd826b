package dev.synctrail.integration.strapi;

import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.integration.http.Origins;
import dev.synctrail.integration.http.TokenBuckets;
import dev.synctrail.platform.Platform;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Validates the settings of a platform of this kind; the only setting is {@code ratePerMinute}. */
final class StrapiPlatformSettings {
  /** The default address of Strapi. */
  static final URI DEFAULT_URL = URI.create("http://localhost:1337");

  static final List<String> VERSIONS = List.of("v5");

  private StrapiPlatformSettings() {}

  static List<SettingError> check(Platform platform) {
    List<SettingError> errors = new ArrayList<>();
    if (!VERSIONS.contains(platform.apiVersion())) {
      errors.add(new SettingError("/apiVersion", "must be one of " + String.join(", ", VERSIONS)));
    }
    URI url = platform.baseUrl();
    if (Origins.parse(url.toString()) == null) {
      errors.add(
          new SettingError(
              "/baseUrl", "must be an http or https URL without user name and password"));
    } else if (url.getRawQuery() != null || url.getRawFragment() != null) {
      errors.add(new SettingError("/baseUrl", "must not have a query or fragment"));
    }
    platform.settings().keySet().stream()
        .filter(name -> !name.equals(TokenBuckets.SETTING))
        .sorted()
        .forEach(
            name ->
                errors.add(
                    new SettingError(
                        "/settings/" + jakarta.json.Json.encodePointer(name),
                        "is not a setting of strapi")));
    String rate = platform.settings().get(TokenBuckets.SETTING);
    if (rate != null && !rate.matches("[1-9][0-9]{0,5}")) {
      errors.add(
          new SettingError(
              "/settings/" + TokenBuckets.SETTING, "must be a whole number from 1 to 999999"));
    }
    return errors;
  }

  static URI loginUrl(Platform platform) {
    return address(platform, "/admin/login");
  }

  /** Returns an address below the base URL. */
  static URI address(Platform platform, String path) {
    String base = platform.baseUrl().getRawPath() == null ? "" : platform.baseUrl().getRawPath();
    while (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    return URI.create(Origins.of(platform.baseUrl()) + base + path);
  }
}
