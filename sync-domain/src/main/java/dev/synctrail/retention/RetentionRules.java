package dev.synctrail.retention;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules as they were from one moment on; of those that fit a sync the first decides, for all
 * that belongs to it.
 *
 * @param revision 0 before there were any
 * @param changedAt null before there were any, as is {@code changedBy}
 */
public record RetentionRules(
    int revision,
    List<RetentionRule> rules,
    @Nullable Instant changedAt,
    @Nullable String changedBy) {
  /** Nothing is ever purged. */
  public static final RetentionRules NONE = new RetentionRules(0, List.of(), null, null);

  public RetentionRules {
    rules = List.copyOf(rules);
  }

  /** Returns what follows when somebody decides otherwise. */
  public RetentionRules replacedBy(List<RetentionRule> wanted, Instant at, String actor) {
    return new RetentionRules(revision + 1, wanted, at, actor);
  }
}
