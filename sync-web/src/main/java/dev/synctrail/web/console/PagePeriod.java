package dev.synctrail.web.console;

import dev.synctrail.history.Period;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The period of a page's filter, as the fields of its form show it.
 *
 * <p>The address of a page has instants with an offset. A preset adds its name to them, so that a
 * saved view can select the same length of time again.
 */
@Named
@RequestScoped
public class PagePeriod {
  /** The parameter with the inclusive start. */
  public static final String START = "startDate";

  /** The parameter with the exclusive end. */
  public static final String END = "endDate";

  /** The parameter with the preset that the start and the end were computed from. */
  public static final String PRESET = "period";

  /** The parameter that selects a preset. */
  static final String LAST = "last";

  private static final List<String> PRESETS = List.of("15m", "1h", "24h", "7d", "30d");
  private static final Pattern OF_PRESET = Pattern.compile("(^|&)" + PRESET + "=([^&]+)");
  private static final Pattern ENDS =
      Pattern.compile("(^|&)(" + START + "|" + END + "|" + PRESET + ")=[^&]*");

  private final HttpServletRequest request;
  private final PageZone pageZone;

  @Inject
  PagePeriod(HttpServletRequest request, PageZone pageZone) {
    this.request = request;
    this.pageZone = pageZone;
  }

  /** Returns the text of the field with the start. */
  public String getStart() {
    return field(START, Period::start, pageZone.format()::startText);
  }

  /** Returns the text of the field with the end. */
  public String getEnd() {
    return field(END, Period::end, pageZone.format()::endText);
  }

  private String field(
      String name, Function<String, Instant> reader, Function<Instant, String> writer) {
    String text = request.getParameter(name);
    try {
      return text == null || text.isBlank() ? "" : writer.apply(reader.apply(text.strip()));
    } catch (IllegalArgumentException e) {
      return String.valueOf(text);
    }
  }

  /** Returns the presets. */
  public List<Preset> getPresets() {
    PageAddress pageAddress =
        PageAddress.of(request, namesInAddress())
            .with(START, null)
            .with(END, null)
            .with(PRESET, null)
            .with("cursor", null)
            .with("after", null)
            .with("before", null);
    return PRESETS.stream()
        .map(
            name ->
                new Preset(
                    PageContext.text("last." + name),
                    "?" + pageAddress.with(LAST, name).query(),
                    name.equals(request.getParameter(PRESET)) ? "true" : null))
        .toList();
  }

  /** The answer to a form has the values of its fields as parameters, too. */
  private List<String> namesInAddress() {
    String query = "&" + request.getQueryString();
    return request.getParameterMap().keySet().stream()
        .filter(name -> query.contains("&" + PageAddress.encoded(name) + "="))
        .toList();
  }

  /**
   * A period that ends now.
   *
   * @param link the address of the page with this period
   * @param current {@code true} if the page shows it; otherwise null
   */
  public record Preset(String text, String link, @Nullable String current) {}

  /**
   * Returns a query that selects the preset of the query again when it is opened; a query without a
   * preset is unchanged.
   */
  public static String relative(String query) {
    Matcher preset = OF_PRESET.matcher(query);
    if (!preset.find()) {
      return query;
    }
    String rest = ENDS.matcher(query).replaceAll("");
    String last = LAST + "=" + preset.group(2);
    return rest.isEmpty() ? last : rest.replaceFirst("^&", "") + "&" + last;
  }
}
