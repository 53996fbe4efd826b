package dev.synctrail.web.history;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.tracking.Exchange;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** A recorded request as a {@code curl} command, without its credentials. */
final class Curl {
  private static final Set<String> MADE_BY_CURL =
      Set.of("host", "content-length", "connection", "user-agent", "accept-encoding");
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");
  private static final String REDACTED = "redacted";

  private Curl() {}

  /**
   * Returns the command.
   *
   * @param bodyFile name of the file with the downloaded body
   */
  static String of(Exchange exchange, String bodyFile) {
    StringJoiner command = new StringJoiner(" \\\n  ");
    command.add("curl -X " + exchange.method() + " " + quoted(exchange.url().toString()));
    for (Header header : exchange.requestHeaders()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (SECRET.contains(name) || header.value().contains(REDACTED)) {
        String value = name.equals("authorization") ? "Bearer $TOKEN" : "$SECRET";
        command.add("-H \"" + header.name() + ": " + value + "\"");
      } else if (!MADE_BY_CURL.contains(name)) {
        command.add("-H " + quoted(header.name() + ": " + header.value()));
      }
    }
    if (exchange.request() != null) {
      command.add("--data-binary " + quoted("@" + bodyFile));
    }
    return command.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
