package dev.synctrail.web.history;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncIds;
import dev.synctrail.web.console.PageContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A criterion of a filter in the reader's language.
 *
 * @param name its name in addresses
 * @param text its value; null for an instant
 * @param at its value if it is an instant
 */
public record CriterionText(
    String name, String label, @Nullable String text, @Nullable Instant at) {

  /** Returns the criteria of a filter. */
  public static List<CriterionText> of(SyncFilter filter) {
    return filter.values().entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static CriterionText of(Criterion criterion, Object value) {
    return new CriterionText(
        criterion.toString(),
        PageContext.text(HistoryPage.labelKey(criterion)),
        value instanceof Instant ? null : text(criterion, value),
        value instanceof Instant at ? at : null);
  }

  private static String text(Criterion criterion, Object value) {
    return value instanceof SyncIds selected
        ? PageContext.text("totalSyncs", selected.ids().size())
        : HistoryPage.choice(criterion, value.toString());
  }
}
