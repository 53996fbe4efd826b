package dev.synctrail.web.console;

import dev.synctrail.history.Criterion;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a page, without blank values. A link with the same parameters shows the
 * same page.
 */
public final class PageAddress {
  private final Map<String, List<String>> values;

  private PageAddress(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Reads the given parameters, in their order. */
  public static PageAddress of(HttpServletRequest request, Collection<String> names) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String name : names) {
      String[] texts = request.getParameterValues(name);
      if (texts != null) {
        values.put(
            name, Arrays.stream(texts).filter(text -> !text.isBlank()).map(String::strip).toList());
      }
    }
    values.values().removeIf(List::isEmpty);
    return new PageAddress(values);
  }

  public @Nullable String get(String name) {
    List<String> texts = values.get(name);
    return texts == null ? null : texts.get(0);
  }

  /**
   * Returns the text of the field of a criterion. The whole value is shown in quotes in the field
   * of its part.
   */
  public String entered(Criterion criterion) {
    String part = Objects.requireNonNullElse(get(criterion.toString()), "");
    return criterion
        .whole()
        .flatMap(whole -> Optional.ofNullable(get(whole.toString())))
        .filter(text -> part.isEmpty())
        .map(text -> "\"" + text + "\"")
        .orElse(part);
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns the address with the value replaced, or removed if null. */
  public PageAddress with(String name, @Nullable String value) {
    Map<String, List<String>> next = new LinkedHashMap<>(values);
    if (value == null) {
      next.remove(name);
    } else {
      next.put(name, List.of(value));
    }
    return new PageAddress(next);
  }

  /** Returns the parameters as hidden fields of a form, except for those that it sets itself. */
  public List<Field> fieldsExcept(String... names) {
    List<String> own = List.of(names);
    return values.entrySet().stream()
        .filter(entry -> !own.contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream().map(text -> new Field(entry.getKey(), text)))
        .toList();
  }

  /** One value of a parameter. */
  public record Field(String name, String value) {}

  /** Returns the query string, without {@code ?}. */
  public String query() {
    List<String> parts = new ArrayList<>();
    values.forEach((name, texts) -> texts.forEach(text -> parts.add(name + "=" + encoded(text))));
    return parts.stream().collect(Collectors.joining("&"));
  }

  /** Returns the parameters in readable form. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + String.join(", ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
