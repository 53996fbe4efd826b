package dev.synctrail.web.bulkretry;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.history.HistoryPage;
import java.util.List;
import java.util.Map;

/** The values for which a criterion about a part of a value stands, in the reader's language. */
public record ResolvedText(String summary, List<String> values) {
  private static final int FEW = 20;

  static List<ResolvedText> of(SyncFilter filter, Map<Criterion, List<String>> resolved) {
    return resolved.entrySet().stream()
        .map(
            entry ->
                new ResolvedText(
                    PageContext.text(
                        "resolvedCriterion",
                        PageContext.text(HistoryPage.labelKey(entry.getKey())),
                        String.valueOf(filter.values().get(entry.getKey())),
                        entry.getValue().size()),
                    entry.getValue()))
        .toList();
  }

  /** Returns whether the values are shown at once. */
  public boolean isFew() {
    return values.size() <= FEW;
  }
}
