package dev.synctrail.web.console;

import dev.synctrail.history.PeriodFormat;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The time zone of a page: all its times are written in it, and dates of its filters are days in
 * it.
 *
 * <p>The browser sends it as a cookie, which the script sets: to the zone that the user chose, or
 * to that of the browser, preceded by {@value #OF_BROWSER}. Without a cookie, it is UTC.
 */
@Named
@RequestScoped
public class PageZone {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String COOKIE = "zone";
  private static final String OF_BROWSER = "auto:";
  private static final String SECONDS = "uuuu-MM-dd HH:mm:ss zzz";
  private static final String MILLISECONDS = "uuuu-MM-dd HH:mm:ss.SSS zzz";

  private final ZoneId zone;
  private final Clock clock;

  @Inject
  PageZone(HttpServletRequest request, Clock clock) {
    this.zone = of(request);
    this.clock = clock;
  }

  /** Returns the zone of a request. */
  static ZoneId of(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return Stream.of(cookies == null ? new Cookie[0] : cookies)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(cookie -> parsed(cookie.getValue()))
        .findFirst()
        .orElse(UTC);
  }

  private static ZoneId parsed(String cookie) {
    try {
      String name = URLDecoder.decode(cookie, StandardCharsets.UTF_8);
      return ZoneId.of(name.startsWith(OF_BROWSER) ? name.substring(OF_BROWSER.length()) : name);
    } catch (DateTimeException | IllegalArgumentException e) {
      return UTC;
    }
  }

  /** Returns the zone. */
  public ZoneId zone() {
    return zone;
  }

  /** Returns how the page reads and writes the ends of a period. */
  public PeriodFormat format() {
    return new PeriodFormat(zone, clock.instant());
  }

  /** Returns the name of the zone. */
  public String getId() {
    return zone.getId();
  }

  /** Returns the time of the server. */
  public Instant getNow() {
    return clock.instant();
  }

  /** Returns an instant in the zone, to the second. */
  public String shown(@Nullable Instant at) {
    return text(at, SECONDS);
  }

  /** Returns an instant in the zone, to the millisecond. */
  public String exact(@Nullable Instant at) {
    return text(at, MILLISECONDS);
  }

  private String text(@Nullable Instant at, String pattern) {
    return at == null
        ? Wording.NOT_KNOWN
        : DateTimeFormatter.ofPattern(pattern, Wording.locale()).withZone(zone).format(at);
  }
}
