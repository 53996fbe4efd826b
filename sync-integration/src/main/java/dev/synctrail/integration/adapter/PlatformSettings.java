package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.integration.http.Origins;
import dev.synctrail.integration.http.TokenBuckets;
import dev.synctrail.platform.Platform;
import jakarta.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The settings that platforms of every kind have: API version, base URL and rate. */
public final class PlatformSettings {
  private PlatformSettings() {}

  /**
   * Returns the errors of a platform; more can be added.
   *
   * @param versions the supported API versions
   * @param own the names of the settings that only this kind has
   */
  public static List<SettingError> check(
      Platform platform, List<String> versions, Set<String> own) {
    List<SettingError> errors = new ArrayList<>();
    if (!versions.contains(platform.apiVersion())) {
      errors.add(new SettingError("/apiVersion", "must be one of " + String.join(", ", versions)));
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
        .filter(name -> !own.contains(name) && !name.equals(TokenBuckets.SETTING))
        .sorted()
        .map(PlatformSettings::pointer)
        .forEach(
            pointer ->
                errors.add(new SettingError(pointer, "is not a setting of " + platform.kind())));
    String rate = platform.settings().get(TokenBuckets.SETTING);
    if (rate != null && !rate.matches("[1-9][0-9]{0,5}")) {
      errors.add(
          new SettingError(
              pointer(TokenBuckets.SETTING), "must be a whole number from 1 to 999999"));
    }
    return errors;
  }

  private static String pointer(String name) {
    return "/settings/" + Json.encodePointer(name);
  }

  /** Returns an address below the base URL. */
  public static URI address(Platform platform, String path) {
    return URI.create(Origins.of(platform.baseUrl()) + path(platform) + path);
  }

  /** Returns the path of the base URL, without a slash at its end. */
  public static String path(Platform platform) {
    String path = platform.baseUrl().getRawPath();
    return path == null ? "" : path.replaceFirst("/+$", "");
  }
}
