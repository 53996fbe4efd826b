package dev.synctrail.web.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a caller would rather have (RFC 7240); what cannot be read or honoured is passed over. */
public final class Prefer {
  /** The request's header. */
  public static final String HEADER = "Prefer";

  /** The answer's header that names what was honoured. */
  public static final String APPLIED = "Preference-Applied";

  /** The longest that a caller can have a request wait. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** One preference with its parameters; commas and semicolons within quotes part nothing. */
  private static final Pattern PREFERENCE = Pattern.compile("(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*\")+");

  private static final Pattern WAIT =
      Pattern.compile("\\s*wait\\s*=\\s*(\"?)(\\d{1,9})\\1\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

  private Prefer() {}

  /** Returns for how long the caller would rather wait, at most {@link #LONGEST_WAIT}. */
  public static Optional<Duration> wait(HttpHeaders headers) {
    List<String> lines = headers.getRequestHeader(HEADER);
    return lines == null ? Optional.empty() : wait(String.join(",", lines));
  }

  /** Reads the header's text; of a preference that is named twice the first one counts. */
  static Optional<Duration> wait(String text) {
    return PREFERENCE
        .matcher(text)
        .results()
        .map(preference -> WAIT.matcher(preference.group()))
        .filter(Matcher::matches)
        .map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(2))))
        .map(wanted -> wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted)
        .findFirst();
  }
}
