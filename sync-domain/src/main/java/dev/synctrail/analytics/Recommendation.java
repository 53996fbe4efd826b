package dev.synctrail.analytics;

import java.util.List;
import java.util.SortedMap;

/**
 * A recommended action with its reason.
 *
 * @param rule the name of the rule that applied
 * @param numbers the facts that the conditions of the rule were evaluated on
 * @param links links to the affected syncs, as paths of the REST API
 */
public record Recommendation(
    String text, String rule, SortedMap<String, Double> numbers, List<String> links) {

  public Recommendation {
    links = List.copyOf(links);
  }
}
