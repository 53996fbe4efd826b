package dev.synctrail.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {
  private static final String FREE_FORM = "operators-own.token~with/all+of=it_0123456789";
  private static final String JWT =
      "eyJhbGciOiJSUzI1NiJ9.eyJ1cG4iOiJhbm4ifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

  private final AccessTokens tokens = new InMemoryAccessTokens();
  private final SecretScan scan = new SecretScan(tokens);
  private final String ours;
  private final String launchers = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0_-x";

  SecretScanTest() {
    IssueTokens issueTokens =
        new IssueTokens(
            tokens,
            new InMemoryConsoleUsers(),
            Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));
    issueTokens.firstToken("launcher", Secret.of(launchers));
    ours = issueTokens.token("ci", Role.ADMIN, null, "ann").orElseThrow().secret().reveal();
    tokens.add(
        new Token(
            java.util.UUID.randomUUID(),
            "own",
            Role.ADMIN,
            Instant.parse("2026-03-01T12:00:00Z"),
            "ann",
            null,
            null,
            null,
            null),
        Secret.of(FREE_FORM).hash());
  }

  @Provide
  Arbitrary<String> places() {
    return Arbitraries.of(
        "/api/v1/types?access_token=%s",
        "/api/v1/types?token=Bearer%%20%s&limit=1",
        "/api/v1/types?%s",
        "/api/v1/types/%s/versions",
        "/api/v1/%s",
        "/api/v1/tokens/x%%3D%s",
        "/sign-in.xhtml?to=%%2Fconsole%%2Fhistory.xhtml%%3Faccess_token%%3D%s%%26a%%3Db",
        "/sign-in.xhtml?to=%%252Fconsole%%253Ft%%253D%s",
        "/api/v1/types;token=%s",
        "/api/v1/types?q=%%22%s%%22");
  }

  @Provide
  Arbitrary<Integer> escapings() {
    return Arbitraries.integers().between(0, 2);
  }

  @Property
  void hides_tokens_in_any_position_and_encoding(
      @ForAll("places") String place, @ForAll("escapings") int escapings) {
    for (String token : List.of(ours, launchers, FREE_FORM, JWT, ours.substring(0, 30))) {
      String written = token;
      for (int i = 0; i < escapings; i++) {
        written = URLEncoder.encode(written, StandardCharsets.UTF_8);
      }

      String shown = scan.hide(place.formatted(written));

      assertThat(shown).contains(SecretScan.HIDDEN);
      assertThat(java.net.URLDecoder.decode(shown, StandardCharsets.UTF_8))
          .doesNotContain(token.substring(0, 20));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/sync/019a1f0c-5e80-7c3a-9d53-2b7f6f0f9a41/payload?role=sent",
        "/api/v1/types/AVeryLongTypeKeyThatIsNoTokenAtAllButLongEnough2/versions",
        "/api/v1/sync/history?typeKey=ArticlePage&status=FAILED&errorText=a%20b",
        "/api/v1/x%ZZ",
        "/",
      })
  void keeps_text_that_is_not_a_token(String target) {
    assertThat(scan.hide(target)).isEqualTo(target);
  }

  @Test
  void finds_a_token_inside_a_body() {
    for (String token : List.of(ours, launchers, FREE_FORM)) {
      assertThat(scan.hasToken("{\"reason\":\"by " + token + "\",\"n\":1}")).isTrue();
      assertThat(scan.hasToken("{\"deep\":[{\"Authorization\":\"Bearer " + token + "\"}]}"))
          .isTrue();
    }
    assertThat(scan.hasToken("{\"t\":\"" + ours + "-and-more\"}")).isTrue();
    assertThat(scan.hasToken("{\"t\":\"st_" + "x".repeat(43) + "\"}")).isFalse();
    assertThat(scan.hasToken("{\"hash\":\"" + "0a".repeat(32) + "\"}")).isFalse();
  }
}
