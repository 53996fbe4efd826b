package dev.synctrail.analytics;

import java.util.List;
import java.util.SortedMap;

/**
 * What to do about something, and why.
 *
 * @param rule which rule fired
 * @param numbers what the rule was decided by
 * @param links to the syncs behind it, as paths of the REST API
 */
public record Recommendation(
    String text, String rule, SortedMap<String, Double> numbers, List<String> links) {

  public Recommendation {
    links = List.copyOf(links);
  }
}
