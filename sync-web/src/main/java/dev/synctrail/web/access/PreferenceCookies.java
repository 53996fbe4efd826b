package dev.synctrail.web.access;

import dev.synctrail.access.Preferences;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the preferences of the user in the browser, so that no page has to read them from the
 * database, and the sign-in page has the language of the last user. They are set at sign-in.
 */
public final class PreferenceCookies {
  /** The languages of the console; the first one is the default. */
  public static final List<String> LANGUAGES = List.of("en", "de");

  private static final String LANGUAGE = "language";
  private static final String ZONE = "zone";
  private static final Duration KEPT = Duration.ofDays(365);

  private PreferenceCookies() {}

  /** Stores the preferences in the browser. */
  public static void set(
      HttpServletRequest request, HttpServletResponse response, Preferences preferences) {
    ZoneId zone = preferences.zone();
    response.addCookie(cookie(request, LANGUAGE, preferences.language()));
    response.addCookie(cookie(request, ZONE, zone == null ? null : zone.getId()));
  }

  private static Cookie cookie(HttpServletRequest request, String name, @Nullable String value) {
    Cookie cookie = new Cookie(name, value == null ? "" : value);
    cookie.setPath("/"); // as the script does, which follows the zone of the browser
    cookie.setMaxAge(value == null ? 0 : Math.toIntExact(KEPT.toSeconds()));
    cookie.setSecure(request.isSecure());
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }

  /** Returns the language that the user has chosen; empty for that of the browser. */
  public static Optional<Locale> language(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return Arrays.stream(cookies == null ? new Cookie[0] : cookies)
        .filter(cookie -> cookie.getName().equals(LANGUAGE))
        .map(Cookie::getValue)
        .filter(LANGUAGES::contains)
        .map(Locale::forLanguageTag)
        .findFirst();
  }
}
