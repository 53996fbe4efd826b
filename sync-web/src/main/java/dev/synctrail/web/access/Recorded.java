package dev.synctrail.web.access;

import dev.synctrail.access.Watching;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/** What of a request is recorded: all but what was searched for, which may be a payload's. */
final class Recorded {
  private static final Pattern VALUE = Pattern.compile("(?<=^|&)value=[^&]*");
  private static final int LONGEST = 1_000;

  private Recorded() {}

  static Watching.Request of(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String query = request.getQueryString();
    String target = query == null ? path : path + "?" + VALUE.matcher(query).replaceAll("value=…");
    return new Watching.Request(
        request.getMethod(),
        target.length() > LONGEST ? target.substring(0, LONGEST) : target,
        request.getRemoteAddr());
  }
}
