package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://sync.example.com/trail, sync.example.com, true",
    "https://sync.example.com, SYNC.example.com:443, true",
    "https://sync.example.com:443/, sync.example.com, true",
    "http://sync.example.com, sync.example.com:80, true",
    "http://sync.example.com:8080, sync.example.com:8080, true",
    "https://sync.example.com, evil.example.com, false",
    "https://sync.example.com, sync.example.com:8443, false",
    "https://sync.example.com, sync.example.com.evil.example.com, false",
    "https://sync.example.com, , false"
  })
  void accepts_only_requests_with_its_host(String url, String host, boolean taken) {
    PublicUrl publicUrl = new PublicUrl(Optional.of(URI.create(url)));

    assertThat(publicUrl.isReachedBy(host)).isEqualTo(taken);
  }

  @Test
  void accepts_any_host_if_not_configured() {
    PublicUrl none = new PublicUrl(Optional.empty());

    assertThat(none.isReachedBy("anything.example.com")).isTrue();
    assertThat(none.base()).isEmpty();
  }

  @Test
  void its_base_has_no_trailing_slash() {
    assertThat(new PublicUrl(Optional.of(URI.create("https://a.example.com/trail/"))).base())
        .contains("https://a.example.com/trail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync.example.com", "/trail", "ftp://a.example.com", "https://a.com/?b"})
  void rejects_an_invalid_url(String url) {
    assertThatThrownBy(() -> new PublicUrl(Optional.of(URI.create(url))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sync.http.public-url");
  }
}
