package dev.synctrail.integration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.gateway.CredentialState;
import dev.synctrail.platform.PlatformId;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final URI USUAL = URI.create("https://usual.example.com");

  private final Fixture fixture = new Fixture();

  @Test
  void every_setting_has_a_default() {
    HttpSettings http = HttpSettings.from(fixture.values());
    assertThat(http.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(http.answerTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(http.isSecret("AUTHORIZATION")).isTrue();
    assertThat(http.isSecret("Content-Type")).isFalse();
    assertThat(BreakerSettings.from(fixture.values()).openFor()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void the_error_for_an_invalid_value_names_its_key() {
    assertNames("sync.http.connect-timeout", "5s");
    assertNames("sync.http.answer-timeout", "PT0S");
    assertNames("sync.http.connections", "0");
    assertNames("sync.http.connections", "many");
    assertNames("sync.http.proxy", "proxy:8080");
  }

  private void assertNames(String key, String value) {
    fixture.config.clear();
    fixture.with(key, value);
    assertThatThrownBy(() -> HttpSettings.from(fixture.values()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key);
  }

  @Test
  void origins_are_compared_by_scheme_host_and_port() {
    URI base = URI.create("https://api.example.com/x");
    assertThat(Origins.same(base, URI.create("HTTPS://API.example.com:443"))).isTrue();
    assertThat(Origins.same(base, URI.create("http://api.example.com"))).isFalse();
    assertThat(Origins.same(base, URI.create("https://api.example.com:8443"))).isFalse();
    assertThat(Origins.same(base, URI.create("https://api.example.com.evil.org"))).isFalse();
  }

  @Test
  void a_credential_is_never_printed_and_its_fingerprint_changes_with_the_secret() {
    PlatformId id = new PlatformId("one");
    fixture
        .with("sync.platform.one.client-id", "the-client")
        .with("sync.platform.one.client-secret", "s3cr3t-value")
        .with("sync.platform.one.allowed-origin", "http://127.0.0.1:1");
    Credentials credentials = new Credentials(fixture.values());
    Credential credential = credentials.of(id, USUAL).orElseThrow();
    assertThat(credential).hasToString("Credential for http://127.0.0.1:1");
    assertThat(credential.isAllowedAt(URI.create("http://127.0.0.1:1/v1"))).isTrue();
    assertThat(credential.isAllowedAt(USUAL)).isFalse();

    CredentialState first = credentials.state(Fixture.platform("one"), USUAL);
    assertThat(first.fingerprint()).matches("[0-9a-f]{12}");
    assertThat(credentials.state(Fixture.platform("one"), USUAL)).isEqualTo(first);
    fixture.with("sync.platform.one.client-secret", "another");
    assertThat(credentials.state(Fixture.platform("one"), USUAL).fingerprint())
        .isNotEqualTo(first.fingerprint());
    assertThat(credentials.of(new PlatformId("two"), USUAL)).isEmpty();
  }
}
