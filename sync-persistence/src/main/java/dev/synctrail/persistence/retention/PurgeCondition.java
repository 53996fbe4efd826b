package dev.synctrail.persistence.retention;

import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.history.HistorySelect;
import dev.synctrail.retention.LegalHold;
import dev.synctrail.retention.Purge;
import dev.synctrail.retention.RetentionRule;
import dev.synctrail.retention.RetentionTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the condition on {@code sync} that selects the syncs affected by a purge. */
final class PurgeCondition {
  /**
   * A conflict that still decides what may be pushed: an open one, and one in which the change by
   * others was kept, until a later push has landed.
   */
  static final String MEETS_A_CONFLICT_IN_FORCE =
      """
      exists (select from conflict_sync m join conflict c on c.sync_id = m.conflict_id
        where m.sync_id = sync.id
          and (c.resolution is null and c.superseded_by is null
            or c.resolution = 'KEEP_THEIRS' and not exists (select from deployed_state d
              where d.platform = c.platform and d.type_key = c.type_key
                and d.pushed > uuid_floor(c.resolved_at))))
      """;

  private final Purge purge;
  private final List<LegalHold> holds;

  PurgeCondition(Purge purge, List<LegalHold> holds) {
    this.purge = purge;
    this.holds = holds;
  }

  /**
   * Returns an upper bound of the ids of affected syncs; empty if no rule affects any of the
   * targets.
   */
  Optional<UUID> below(RetentionTarget... targets) {
    return Arrays.stream(targets)
        .flatMap(
            retentionTarget ->
                purge.rules().rules().stream().map(rule -> rule.age(retentionTarget)))
        .filter(Objects::nonNull)
        .min(Duration::compareTo)
        .map(this::cutoff);
  }

  /**
   * Returns the condition for syncs that are too old for any of the targets; false if no rule has
   * an age for them.
   */
  Sql condition(RetentionTarget... targets) {
    Optional<UUID> below = below(targets);
    if (below.isEmpty()) {
      return new Sql("false");
    }
    Sql sql =
        new Sql(
            "status in ('SUCCESS', 'PARTIAL', 'FAILED') and id < "
                + literal(below.get())
                + " and id < greatest("
                + Arrays.stream(targets).map(this::cutoffs).collect(Collectors.joining(", "))
                + ") and not "
                + MEETS_A_CONFLICT_IN_FORCE);
    for (LegalHold hold : holds) {
      sql.add(" and (").add(HistorySelect.criteria(hold.filter())).add(") is not true");
    }
    return sql;
  }

  /** The first matching rule applies. If it has no age, nothing is deleted. */
  private String cutoffs(RetentionTarget retentionTarget) {
    StringBuilder cases = new StringBuilder("case");
    for (RetentionRule rule : purge.rules().rules()) {
      cases
          .append(" when true")
          .append(rule.platform() == null ? "" : " and platform = '" + rule.platform() + "'")
          .append(rule.status() == null ? "" : " and status = '" + rule.status() + "'")
          .append(" then ")
          .append(literal(rule.age(retentionTarget)));
    }
    return cases + " end";
  }

  private String literal(@Nullable Duration age) {
    return age == null ? "cast(null as uuid)" : literal(cutoff(age));
  }

  private static String literal(UUID id) {
    return "uuid '" + id + "'";
  }

  /** Returns the smallest id of the instant that is this long ago. */
  private UUID cutoff(Duration age) {
    Instant at = purge.createdAt().minus(age);
    return new UUID(Math.max(0, at.toEpochMilli()) << 16, 0);
  }
}
