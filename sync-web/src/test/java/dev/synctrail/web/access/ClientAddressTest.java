package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
  private final ClientAddress addresses =
      new ClientAddress(Optional.of("10.0.0.0/8, 2001:db8::/32,192.0.2.1"));

  @Test
  void without_trusted_proxies_headers_are_ignored() {
    ClientAddress direct = new ClientAddress(Optional.empty());

    assertThat(direct.of("127.0.0.1", List.of("for=203.0.113.7"), List.of("203.0.113.7")))
        .isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9 | for=198.51.100.1                              | 203.0.113.9", // untrusted
        "10.0.0.1    | for=198.51.100.1                              | 198.51.100.1",
        "192.0.2.1   | For=\"198.51.100.1:4711\";proto=https;by=x    | 198.51.100.1",
        "192.0.2.2   | for=198.51.100.1                              | 192.0.2.2",
        "10.0.0.1    | for=\"[2001:DB9::17]:4711\"                   | 2001:db9:0:0:0:0:0:17",
        "2001:db8::1 | for=198.51.100.1                              | 198.51.100.1",
        "10.0.0.1    | for=6.6.6.6, for=198.51.100.1                 | 198.51.100.1", // forged
        "10.0.0.1    | for=6.6.6.6, for=198.51.100.1, for=10.0.0.2   | 198.51.100.1",
        "10.0.0.1    | for=10.0.0.3, for=10.0.0.2                    | 10.0.0.3",
        "10.0.0.1    | for=6.6.6.6, for=unknown                      | 10.0.0.1",
        "10.0.0.1    | for=6.6.6.6, for=_hidden, for=10.0.0.2        | 10.0.0.2",
        "10.0.0.1    | for=localhost                                 | 10.0.0.1", // never resolved
        "10.0.0.1    | proto=https                                   | 10.0.0.1",
        "10.0.0.1    | for=                                          | 10.0.0.1",
      })
  void header_entries_count_only_if_added_by_trusted_proxies(
      String peer, String forwarded, String client) {
    assertThat(addresses.of(peer, List.of(forwarded), List.of("6.6.6.6"))).isEqualTo(client);
  }

  @Test
  void x_forwarded_for_is_used_without_forwarded() {
    assertThat(addresses.of("10.0.0.1", List.of(), List.of("6.6.6.6, 198.51.100.1", "10.0.0.2")))
        .isEqualTo("198.51.100.1");
    assertThat(addresses.of("203.0.113.9", List.of(), List.of("6.6.6.6"))).isEqualTo("203.0.113.9");
    assertThat(addresses.of("10.0.0.1", List.of(), List.of())).isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1,,10.0.0.2"})
  void an_invalid_proxy_list_is_rejected(String proxy) {
    assertThatThrownBy(() -> new ClientAddress(Optional.of(proxy)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
