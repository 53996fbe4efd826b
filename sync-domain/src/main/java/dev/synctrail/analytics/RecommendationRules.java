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
 * The rules for recommendations. They are defined in {@code recommendations.json} next to this
 * class, and an operator can replace them.
 *
 * <p>A rule has a name, conditions on facts that must all be true, a text, and links. Texts and
 * links contain facts and words as placeholders in braces; {@code {unknown|sync|syncs}} is a number
 * followed by the word for one or for several. A condition on an unknown fact is false.
 */
public final class RecommendationRules {
  private static final String DEFAULT_RULES = "recommendations.json";
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([A-Za-z0-9_.]+)(?:\\|([^|{}]+)\\|([^|{}]+))?}");

  private final List<Rule> rules;

  private RecommendationRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Returns the default rules of the product. */
  public static RecommendationRules defaults() {
    try (InputStream in = RecommendationRules.class.getResourceAsStream(DEFAULT_RULES)) {
      if (in == null) {
        throw new IllegalStateException(DEFAULT_RULES + " is missing");
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses rules.
   *
   * @throws IllegalArgumentException if the text is not JSON, or a rule is incomplete
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
   * Returns the recommendations of all rules that apply, in the order of the rules.
   *
   * @param facts the numbers by name
   * @param words other values for placeholders in texts and links
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
              fill(text, facts, words),
              name,
              numbers,
              links.stream().map(link -> fill(link, facts, words)).toList()));
    }

    private static String fill(
        String template, Map<String, Double> facts, Map<String, String> words) {
      return PLACEHOLDER
          .matcher(template)
          .replaceAll(
              match -> {
                Double fact = facts.get(match.group(1));
                String text = fact == null ? words.getOrDefault(match.group(1), "?") : number(fact);
                String counted = match.group(text.equals("1") ? 2 : 3);
                return Matcher.quoteReplacement(counted == null ? text : text + " " + counted);
              });
    }

    private static String number(double value) {
      return BigDecimal.valueOf(value)
          .setScale(1, RoundingMode.HALF_UP)
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  private record Condition(String fact, String comparison, double limit) {
    private static final Set<String> COMPARISONS = Set.of("atLeast", "atMost", "above", "below");

    static Condition read(JsonObject json) {
      String fact = json.getString("fact");
      for (String comparison : COMPARISONS) {
        if (json.get(comparison) instanceof JsonNumber limit) {
          return new Condition(fact, comparison, limit.doubleValue());
        }
      }
      throw new IllegalArgumentException("The condition on " + fact + " has no comparison");
    }

    boolean holds(double value) {
      return switch (comparison) {
        case "atLeast" -> value >= limit;
        case "atMost" -> value <= limit;
        case "above" -> value > limit;
        default -> value < limit;
      };
    }
  }
}
