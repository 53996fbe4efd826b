package dev.synctrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.gateway.Configuring.Wanted;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfiguringTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final PlatformId ACME = new PlatformId("acme");

  private final Platforms platforms = new InMemoryPlatforms();
  private final Configuring configuring =
      new Configuring(
          platforms, new Gateways(List.of(new Picky())), Clock.fixed(NOON, ZoneOffset.UTC));

  private static Wanted wanted(String name, String baseUrl) {
    return new Wanted("picky", name, URI.create(baseUrl), "v1", Map.of());
  }

  private static Wanted good() {
    return wanted("Acme", "https://allowed.example");
  }

  @Test
  void every_change_is_a_revision_with_its_actor() {
    configuring.add(ACME, good(), "ann");
    Platform changed = configuring.change(ACME, wanted("Acme 2", "https://allowed.example"), "bob");

    assertThat(changed.revision()).isEqualTo(2);
    assertThat(changed.changedAt()).isEqualTo(NOON);
    assertThat(platforms.revisions(ACME))
        .extracting(Platform::changedBy)
        .containsExactly("bob", "ann");
  }

  @Test
  void saving_unchanged_settings_creates_no_revision() {
    configuring.add(ACME, good(), "ann");

    assertThat(configuring.change(ACME, good(), "bob").revision()).isEqualTo(1);
    assertThat(platforms.revisions(ACME)).hasSize(1);
  }

  @Test
  void reports_all_violations_at_once() {
    InvalidPlatform refused =
        catchThrowableOfType(
            InvalidPlatform.class,
            () -> configuring.add(ACME, wanted("bad", "https://elsewhere.example"), "ann"));

    assertThat(refused.errors())
        .extracting(SettingError::pointer)
        .containsExactly("/name", "/baseUrl");
    assertThat(platforms.revisions(ACME)).isEmpty();
  }

  @Test
  void a_platform_uses_the_default_version_of_its_kind_when_none_is_given() {
    Wanted unsaid =
        new Wanted("picky", "Acme", URI.create("https://allowed.example"), "", Map.of());
    configuring.add(ACME, unsaid, "ann");

    assertThat(platforms.require(ACME).apiVersion()).isEqualTo("v7");
    assertThat(configuring.change(ACME, unsaid, "ann").revision()).isEqualTo(1);
  }

  @Test
  void reports_whether_the_platform_supports_locking() {
    configuring.add(ACME, good(), "ann");

    assertThat(configuring.locks(platforms.require(ACME))).isFalse();
  }

  @Test
  void content_belongs_to_the_model_that_claims_it_and_to_the_default_model_otherwise() {
    InMemoryGateway usual = new InMemoryGateway(Clock.fixed(NOON, ZoneOffset.UTC));
    Gateways gateways = new Gateways(List.of(new Picky(), usual));

    assertThat(gateways.modelOf(JSON.createObjectBuilder().add("odd", 1).build()))
        .isInstanceOf(Odd.class);
    assertThat(gateways.modelOf(JsonValue.EMPTY_JSON_OBJECT)).isSameAs(usual.contentModel());
    assertThat(gateways.modelFor("picky")).isInstanceOf(Odd.class);
    assertThat(gateways.modelFor("nosuch")).isSameAs(usual.contentModel());
  }

  @Test
  void rejects_a_kind_without_an_adapter() {
    Wanted unknown =
        new Wanted("nosuch", "Acme", URI.create("https://allowed.example"), "v1", Map.of());

    assertThatThrownBy(() -> configuring.add(ACME, unknown, "ann"))
        .isInstanceOf(InvalidPlatform.class)
        .hasMessageContaining("/kind")
        .hasMessageContaining("picky");
  }

  @Test
  void a_platform_keeps_its_kind() {
    platforms.add(
        new Platform(
            ACME, "old", "Acme", URI.create("https://x.example"), "v1", Map.of(), 1, NOON, "ann"));

    assertThatThrownBy(() -> configuring.change(ACME, good(), "ann"))
        .isInstanceOf(InvalidPlatform.class)
        .hasMessageContaining("/kind");
  }

  @Test
  void rejects_an_id_in_use_until_its_platform_is_removed() {
    configuring.add(ACME, good(), "ann");
    assertThat(configuring.add(ACME, good(), "bob")).isEmpty();

    assertThat(configuring.remove(ACME)).isTrue();
    assertThat(configuring.add(ACME, good(), "bob").orElseThrow().revision()).isEqualTo(2);
  }

  @Test
  void changing_or_testing_an_unknown_platform_is_reported() {
    assertThatThrownBy(() -> configuring.change(ACME, good(), "ann"))
        .isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> configuring.test(ACME)).isInstanceOf(UnknownPlatform.class);
  }

  @Test
  void the_test_reports_a_missing_adapter() {
    platforms.add(
        new Platform(
            ACME, "old", "Acme", URI.create("https://x.example"), "v1", Map.of(), 1, NOON, "ann"));

    ConnectionReport report = configuring.test(ACME);

    assertThat(report.ok()).isFalse();
    assertThat(report.steps().get(0).failureClass()).isEqualTo(FailureClass.PLATFORM_GONE);
  }

  @Test
  void the_test_is_performed_by_the_gateway() {
    configuring.add(ACME, good(), "ann");

    assertThat(configuring.test(ACME).ok()).isTrue();
  }

  private static final class Odd implements ContentModel {
    @Override
    public boolean claims(JsonObject content) {
      return content.containsKey("odd");
    }

    @Override
    public Optional<String> key(JsonObject content) {
      return Optional.of("Odd");
    }

    @Override
    public List<Violation> check(ContentType type) {
      return List.of(new Violation("/odd", "odd"));
    }

    @Override
    public Set<TypeKey> references(JsonObject content) {
      return Set.of();
    }

    @Override
    public JsonObject without(JsonObject content, Set<TypeKey> others) {
      return content;
    }
  }

  /** A gateway that sends no requests and rejects names and origins. */
  private static final class Picky implements PlatformGateway {
    @Override
    public String kind() {
      return "picky";
    }

    @Override
    public ContentModel contentModel() {
      return new Odd();
    }

    @Override
    public List<String> apiVersions() {
      return List.of("v7", "v6");
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(false, false, 1);
    }

    @Override
    public String adapterVersion() {
      return "1";
    }

    @Override
    public List<SettingError> check(Platform platform) {
      return platform.name().equals("bad") ? List.of(new SettingError("/name", "bad")) : List.of();
    }

    @Override
    public CredentialState credentials(Platform platform) {
      return new CredentialState(true, "f", "allowed.example".equals(platform.baseUrl().getHost()));
    }

    @Override
    public ConnectionReport test(Platform platform, ExchangeLog log) {
      return new ConnectionReport(List.of(new ConnectionReport.Step("read", "well", null)));
    }

    @Override
    public PushResult push(PushOrder order) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Failure.FieldError> losses(
        Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadResult pull(PullOrder order) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> differences(
        Platform platform, Snapshot live, Snapshot wanted, Iterable<Snapshot> own) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TypeListing list(Platform platform, ExchangeLog log) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadBack readBack(PushOrder order, @Nullable Snapshot before) {
      throw new UnsupportedOperationException();
    }
  }
}
