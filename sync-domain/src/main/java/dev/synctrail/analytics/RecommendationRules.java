package dev.synctrail.analytics;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When to recommend what: data, in {@code recommendations.json} beside this class, which an
 * operator can replace.
 *
 * <p>A rule has a name, conditions on facts that must all hold, a text, and links; texts and links
 * name facts and words in braces. A condition on a fact that is not known does not hold.
 */
public final class RecommendationRules {
  private static final String USUAL = "recommendations.json";
  private static final Pattern NAME = Pattern.compile("\\{([A-Za-z0-9_.]+)}");

  private final List<Rule> rules;

  private RecommendationRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Returns the rules that come with the product. */
  public static RecommendationRules usual() {
    try (InputStream in = RecommendationRules.class.getResourceAsStream(USUAL)) {
      if (in == null) {
        throw new IllegalStateException(USUAL + " is missing");
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads rules.
   *
   * @throws IllegalArgumentException when the text is not JSON, or a rule is not complete
   */
  public static RecommendationRules read(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return new RecommendationRules(
          reader.readArray().getValuesAs(JsonObject.class).stream().map(Rule::read).toList());
    } catch (JsonException | ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException(
          "Rules must be a JSON array of {rule, when[{fact,"
              + " atLeast|atMost|above|below}], text, links[]}: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Returns what the rules that fire recommend, in their order.
   *
   * @param facts numbers by name
   * @param words other things that texts and links may name
   */
  List<Recommendation> recommend(Map<String, Double> facts, Map<String, String> words) {
    return rules.stream().flatMap(rule -> rule.fire(facts, words).stream()).toList();
  }

  private record Rule(String name, List<Condition> when, String text, List<String> links) {

    static Rule read(JsonObject json) {
      List<Condition> when = new ArrayList<>();
      for (JsonObject condition : json.getJsonArray("when").getValuesAs(JsonObject.class)) {
        when.add(Condition.read(condition));
      }
      JsonArray links = json.getJsonArray("links");
      return new Rule(
          json.getString("rule"),
          when,
          json.getString("text"),
          links.getValuesAs(JsonString::getString));
    }

    Optional<Recommendation> fire(Map<String, Double> facts, Map<String, String> words) {
      SortedMap<String, Double> numbers = new TreeMap<>();
      for (Condition condition : when) {
        Double value = facts.get(condition.fact());
        if (value == null || !condition.holds(value)) {
          return Optional.empty();
        }
        numbers.put(condition.fact(), value);
      }
      return Optional.of(
          new Recommendation(
              filled(text, facts, words),
              name,
              numbers,
              links.stream().map(link -> filled(link, facts, words)).toList()));
    }

    private static String filled(
        String template, Map<String, Double> facts, Map<String, String> words) {
      return NAME.matcher(template)
          .replaceAll(
              match -> {
                Double fact = facts.get(match.group(1));
                return Matcher.quoteReplacement(
                    fact == null ? words.getOrDefault(match.group(1), "?") : number(fact));
              });
    }

    private static String number(double value) {
      return BigDecimal.valueOf(value)
          .setScale(1, RoundingMode.HALF_UP)
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  private record Condition(String fact, String compared, double limit) {
    private static final Set<String> COMPARISONS = Set.of("atLeast", "atMost", "above", "below");

    static Condition read(JsonObject json) {
      String fact = json.getString("fact");
      for (String compared : COMPARISONS) {
        if (json.get(compared) instanceof JsonNumber limit) {
          return new Condition(fact, compared, limit.doubleValue());
        }
      }
      throw new IllegalArgumentException("The condition on " + fact + " has no comparison");
    }

    boolean holds(double value) {
      return switch (compared) {
        case "atLeast" -> value >= limit;
        case "atMost" -> value <= limit;
        case "above" -> value > limit;
        default -> value < limit;
      };
    }
  }
}
