package dev.synctrail.web.console;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.PeriodFormat;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * Redirects from what a person entered into a filter to what means the same to everyone, so that
 * the address of a page shows the same rows to whoever opens it: a time or a preset becomes an
 * instant with an offset, and a text in quotes becomes the exact value.
 */
@WebFilter(urlPatterns = "/console/*", asyncSupported = true)
public class FilterRedirect extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient Clock clock;

  @Inject
  FilterRedirect(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getMethod().equals("GET") && request.getQueryString() != null) {
      PageAddress entered = PageAddress.of(request, request.getParameterMap().keySet());
      PageAddress same =
          exact(instants(entered, new PeriodFormat(PageZone.of(request), fullSecond())));
      if (!same.query().equals(entered.query())) {
        response.sendRedirect(request.getRequestURI() + "?" + same.query());
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /** A preset includes what happens in this second, and shows no fraction of it. */
  private Instant fullSecond() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }

  private static PageAddress instants(PageAddress entered, PeriodFormat format) {
    String last = entered.get(PagePeriod.LAST);
    if (last == null) {
      return instant(
          instant(entered, PagePeriod.START, text -> format.instant(format.start(text))),
          PagePeriod.END,
          text -> format.instant(format.end(text)));
    }
    PageAddress without = entered.with(PagePeriod.LAST, null);
    try {
      return without
          .with(PagePeriod.START, format.instant(format.start(last)))
          .with(PagePeriod.END, format.instant(format.now()))
          .with(PagePeriod.PRESET, last);
    } catch (IllegalArgumentException e) {
      return without;
    }
  }

  /** What cannot be read is left for the page, which tells so. */
  private static PageAddress instant(
      PageAddress entered, String name, Function<String, String> reader) {
    String text = entered.get(name);
    if (text == null || isInstant(text)) {
      return entered;
    }
    try {
      return entered.with(name, reader.apply(text));
    } catch (IllegalArgumentException e) {
      return entered;
    }
  }

  private static boolean isInstant(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static PageAddress exact(PageAddress entered) {
    PageAddress next = entered;
    for (Criterion part : Criterion.values()) {
      String text = entered.get(part.toString());
      if (part.whole().isPresent() && text != null) {
        String whole = part.whole().get().toString();
        boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
        next =
            quoted
                ? next.with(part.toString(), null).with(whole, text.substring(1, text.length() - 1))
                : next.with(whole, null);
      }
    }
    return next;
  }
}
