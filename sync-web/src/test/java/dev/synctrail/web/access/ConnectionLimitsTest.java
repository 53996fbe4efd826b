package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private static final String PROXY = "10.0.0.9";

  private final List<String> disconnected = new ArrayList<>();
  private final ConnectionDeadlines deadlines = new ConnectionDeadlines();

  private ConnectionLimits limits(int perAddress) {
    return new ConnectionLimits(
        new InFlightLimits(64, 1), deadlines, new ClientAddress(Optional.of(PROXY)), perAddress);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ConnectionLimits.IncompleteHeaders begin(ConnectionLimits limits, String address) {
    return limits.incompleteHeaders(address(address), () -> disconnected.add(address));
  }

  @Test
  void counts_open_connections_per_address() {
    ConnectionLimits limits = limits(2);

    InFlightLimits.Slot first = limits.accept(address("10.0.0.1")).orElseThrow();
    assertThat(limits.accept(address("10.0.0.1"))).isPresent();
    assertThat(limits.accept(address("10.0.0.1"))).isEmpty();
    assertThat(limits.accept(address("10.0.0.2"))).isPresent();

    first.close();
    assertThat(limits.accept(address("10.0.0.1"))).isPresent();
  }

  @Test
  void addresses_of_one_ipv6_network_share_a_limit() {
    ConnectionLimits limits = limits(1);

    assertThat(limits.accept(address("2001:db8::1"))).isPresent();
    assertThat(limits.accept(address("2001:db8::2"))).isEmpty();
    assertThat(limits.accept(address("2001:db8:0:1::1"))).isPresent();
  }

  @Test
  void does_not_limit_the_connections_of_a_trusted_proxy() {
    ConnectionLimits limits = limits(1);

    assertThat(limits.accept(address(PROXY))).isPresent();
    assertThat(limits.accept(address(PROXY))).isPresent();
  }

  @Test
  void disconnects_large_incomplete_headers_above_the_limit_of_an_address() {
    ConnectionLimits limits = limits(100);
    List<ConnectionLimits.IncompleteHeaders> large = new ArrayList<>();
    for (int i = 0; i < ConnectionLimits.MAX_LARGE_PER_ADDRESS; i++) {
      large.add(begin(limits, "10.0.0.1"));
      large.get(i).received(ConnectionLimits.SMALL_HEADERS + 1);
    }
    ConnectionLimits.IncompleteHeaders next = begin(limits, "10.0.0.1");
    next.received(ConnectionLimits.SMALL_HEADERS);
    begin(limits, "10.0.0.2").received(ConnectionLimits.SMALL_HEADERS + 1);
    assertThat(disconnected).isEmpty();

    next.received(ConnectionLimits.SMALL_HEADERS + 1);
    assertThat(disconnected).containsExactly("10.0.0.1");

    large.get(0).end();
    begin(limits, "10.0.0.1").received(ConnectionLimits.SMALL_HEADERS + 1);
    assertThat(disconnected).hasSize(1);
  }

  @Test
  void disconnects_large_incomplete_headers_above_the_total_limit() {
    ConnectionLimits limits = limits(100);
    for (int i = 0; i < ConnectionLimits.MAX_LARGE; i++) {
      begin(limits, PROXY).received(ConnectionLimits.SMALL_HEADERS + 1);
    }
    assertThat(disconnected).isEmpty();

    begin(limits, "10.0.0.2").received(ConnectionLimits.SMALL_HEADERS + 1);
    assertThat(disconnected).containsExactly("10.0.0.2");
  }

  @Test
  void headers_in_many_packets_count_as_large() {
    ConnectionLimits limits = limits(100);
    for (int i = 0; i < ConnectionLimits.MAX_LARGE_PER_ADDRESS; i++) {
      begin(limits, "10.0.0.1").received(ConnectionLimits.SMALL_HEADERS + 1);
    }
    ConnectionLimits.IncompleteHeaders slow = begin(limits, "10.0.0.1");
    for (int i = 1; i <= ConnectionLimits.FEW_PACKETS; i++) {
      slow.received(i);
    }
    assertThat(disconnected).isEmpty();

    slow.received(ConnectionLimits.FEW_PACKETS + 1);
    assertThat(disconnected).hasSize(1);
  }

  @Test
  void ended_headers_hold_nothing() {
    ConnectionLimits limits = limits(100);
    for (int i = 0; i < 2 * ConnectionLimits.MAX_LARGE; i++) {
      ConnectionLimits.IncompleteHeaders headers = begin(limits, PROXY);
      headers.received(ConnectionLimits.SMALL_HEADERS + 1);
      headers.end();
      headers.received(ConnectionLimits.SMALL_HEADERS + 1);
    }
    assertThat(disconnected).isEmpty();
    assertThat(deadlines.watched()).isZero();
  }

  @Test
  void rejects_a_limit_below_one() {
    assertThatThrownBy(() -> limits(0)).hasMessageContaining("sync.http.connections-per-address");
  }
}
