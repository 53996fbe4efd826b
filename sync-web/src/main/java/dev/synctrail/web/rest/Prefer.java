package dev.synctrail.web.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The preferences of a client (RFC 7240). Unreadable or unsupported preferences are ignored. */
public final class Prefer {
  /** The request header. */
  public static final String HEADER = "Prefer";

  /** The response header that names the preferences that were applied. */
  public static final String APPLIED = "Preference-Applied";

  /** The longest time that a request can wait. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(60);

  /** One preference with its parameters; commas and semicolons within quotes do not separate. */
  private static final Pattern PREFERENCE = Pattern.compile("(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*\")+");

  private static final Pattern WAIT =
      Pattern.compile("\\s*wait\\s*=\\s*(\"?)(\\d{1,9})\\1\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

  private Prefer() {}

  /** Returns how long the client prefers to wait, at most {@link #MAX_WAIT}. */
  public static Optional<Duration> wait(HttpHeaders headers) {
    List<String> lines = headers.getRequestHeader(HEADER);
    return lines == null ? Optional.empty() : wait(String.join(",", lines));
  }

  /** Reads the text of the header; if a preference occurs twice, the first one counts. */
  static Optional<Duration> wait(String text) {
    return PREFERENCE
        .matcher(text)
        .results()
        .map(preference -> WAIT.matcher(preference.group()))
        .filter(Matcher::matches)
        .map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(2))))
        .map(requested -> requested.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : requested)
        .findFirst();
  }
}
