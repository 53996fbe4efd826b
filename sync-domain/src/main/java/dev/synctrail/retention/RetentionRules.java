package dev.synctrail.retention;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One revision of the retention rules. The first rule that matches a sync applies to all its data.
 *
 * @param revision 0 before the first rules were set
 * @param changedAt null before the first rules were set, as is {@code changedBy}
 */
public record RetentionRules(
    int revision,
    List<RetentionRule> rules,
    @Nullable Instant changedAt,
    @Nullable String changedBy) {
  /** No rules: nothing is purged. */
  public static final RetentionRules NONE = new RetentionRules(0, List.of(), null, null);

  public RetentionRules {
    rules = List.copyOf(rules);
  }

  /** Returns the next revision. */
  public RetentionRules replacedBy(List<RetentionRule> newRules, Instant at, String actor) {
    return new RetentionRules(revision + 1, newRules, at, actor);
  }
}
