package dev.synctrail.persistence.flowcontrol;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.flowcontrol.TrafficPolicy.State;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Stores traffic policies in the table {@code protection}; each revision is a new row. */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcTrafficPolicies implements TrafficPolicies {
  private final Table table;

  @Inject
  public JdbcTrafficPolicies(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public TrafficPolicy of(PlatformId platform) {
    return table
        .first(
            "select * from protection where platform = ? order by revision desc limit 1",
            JdbcTrafficPolicies::trafficPolicy,
            platform.value())
        .orElseGet(() -> TrafficPolicy.unset(platform));
  }

  @Override
  public List<TrafficPolicy> revisions(PlatformId platform) {
    return table.select(
        "select * from protection where platform = ? order by revision desc",
        JdbcTrafficPolicies::trafficPolicy,
        platform.value());
  }

  @Override
  @Transactional(MANDATORY)
  public boolean add(TrafficPolicy next) {
    Settings settings = next.settings();
    Duration openFor = settings.openFor();
    Order order = next.order();
    return table.update(
            "insert into protection (platform, revision, breaker_calls, breaker_percent,"
                + " breaker_open_ms, rate_per_minute, burst, ordered, ordered_at, reason,"
                + " changed_at, changed_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing",
            next.platform().value(),
            next.revision(),
            settings.calls(),
            settings.failuresPercent(),
            openFor == null ? null : openFor.toMillis(),
            settings.ratePerMinute(),
            settings.burst(),
            order == null ? null : order.state().name(),
            order == null ? null : order.at(),
            next.reason(),
            next.changedAt(),
            next.changedBy())
        == 1;
  }

  private static TrafficPolicy trafficPolicy(ResultSet row) throws SQLException {
    long openFor = row.getLong("breaker_open_ms");
    Duration open = row.wasNull() ? null : Duration.ofMillis(openFor);
    return new TrafficPolicy(
        new PlatformId(row.getString("platform")),
        row.getInt("revision"),
        new Settings(
            Columns.maybeInteger(row, "breaker_calls"),
            Columns.maybeInteger(row, "breaker_percent"),
            open,
            Columns.maybeInteger(row, "rate_per_minute"),
            Columns.maybeInteger(row, "burst")),
        order(row),
        row.getString("reason"),
        Columns.maybeInstant(row, "changed_at"),
        row.getString("changed_by"));
  }

  private static @Nullable Order order(ResultSet row) throws SQLException {
    String state = row.getString("ordered");
    return state == null
        ? null
        : new Order(State.valueOf(state), Columns.instant(row, "ordered_at"));
  }
}
