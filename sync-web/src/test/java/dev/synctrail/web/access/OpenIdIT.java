package dev.synctrail.web.access;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Page;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import io.restassured.filter.cookie.CookieFilter;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.Test;

/** Sign-in by an OpenID Connect provider over HTTP. */
class OpenIdIT extends OnSharedServer {
  private final CookieFilter browser = new CookieFilter();

  private static void providerReturns(String name, List<String> groups) {
    server()
        .provider()
        .enqueueCallback(
            new DefaultOAuth2TokenCallback(
                "people",
                "0a1b",
                "JWT",
                List.of("synctrail"),
                Map.of("preferred_username", name, "groups", groups),
                600));
  }

  private Response open(URI uri) {
    return given().filter(browser).redirects().follow(false).urlEncodingEnabled(false).get(uri);
  }

  private static URI location(Response redirect) {
    assertThat(redirect.statusCode()).isIn(302, 303);
    return URI.create(redirect.header("Location"));
  }

  /** Signs in at the provider and returns the location of the final redirect. */
  private URI signIn() {
    URI provider = location(open(server().uri().resolve("/openid")));
    assertThat(provider.getQuery()).contains("code_challenge_method=S256", "nonce=", "state=");
    URI back = location(given().redirects().follow(false).urlEncodingEnabled(false).get(provider));
    return server().uri().resolve(location(open(back)));
  }

  @Test
  void the_named_user_is_the_actor_with_the_rights_of_the_groups() {
    String name = "ann-" + UUID.randomUUID();
    providerReturns(name, List.of("watchers", "strangers"));

    assertThat(signIn().getPath()).isEqualTo("/console/overview.xhtml");

    assertThat(open(server().uri().resolve("/console/overview.xhtml")).asString()).contains(name);
    given()
        .header("Authorization", "Bearer " + SharedServer.TOKEN)
        .get(server().uri().resolve("/api/v1/access-log?kind=SIGNED_IN&actor=" + name))
        .then()
        .statusCode(200)
        .body("data[0].proof", equalTo("OPENID"));
  }

  @Test
  void a_browser_returns_to_the_requested_page_after_sign_in() {
    String name = "ben-" + UUID.randomUUID();
    providerReturns(name, List.of("watchers"));
    try (Chromium chromium = Chromium.start()) {
      Page page = chromium.open(server().uri(), "en");
      page.navigate("/console/history.xhtml?typeKey=Wanted");
      page.getByText("Sign in with your organization").click();

      assertThat(page).hasURL(Pattern.compile(".*/console/history\\.xhtml\\?typeKey=Wanted$"));
      assertThat(page.locator(".who")).containsText(name);
      page.navigate("/console/password.xhtml");
      assertThat(page.locator("main")).containsText("no password to change here");
      page.locator("#who > summary").click();
      Chromium.press(page, "Sign out");

      providerReturns(name, List.of("strangers"));
      page.getByText("Sign in with your organization").click();
      assertThat(page.locator("main")).containsText("you have no role here");
      assertThat(chromium.browserErrors()).isEmpty();
    }
  }

  @Test
  void a_user_without_a_role_or_with_a_taken_name_is_rejected() {
    providerReturns("bob", List.of("strangers"));
    assertThat(signIn().getQuery()).isEqualTo("openid=refused");
    providerReturns("admin", List.of("checkers"));
    assertThat(signIn().getQuery()).isEqualTo("openid=refused");

    assertThat(open(server().uri().resolve("/console/overview.xhtml")).statusCode()).isEqualTo(302);
  }

  @Test
  void a_callback_without_a_matching_attempt_is_rejected() {
    URI provider = location(open(server().uri().resolve("/openid")));
    URI back = location(given().redirects().follow(false).urlEncodingEnabled(false).get(provider));

    Response elsewhere = given().redirects().follow(false).urlEncodingEnabled(false).get(back);
    assertThat(location(elsewhere).getQuery()).isEqualTo("openid=refused");
    URI forged = URI.create(back.toString().replaceAll("state=[^&]*", "state=forged"));
    assertThat(location(open(forged)).getQuery()).isEqualTo("openid=refused");
    assertThat(location(open(back)).getQuery()).isEqualTo("openid=refused");
  }
}
