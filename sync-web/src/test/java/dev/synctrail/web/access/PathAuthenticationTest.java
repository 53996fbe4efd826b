package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathAuthenticationTest {

  @ParameterizedTest
  @CsvSource({
    "/health, OPEN",
    "/health/ready, OPEN",
    "/openapi, OPEN",
    "/api-docs/index.html, OPEN",
    "/webjars/swagger-ui/5/swagger-ui.css, OPEN",
    "/jakarta.faces.resource/console.css.xhtml, OPEN",
    "/sign-in.xhtml, OPEN",
    "/invitation.xhtml, OPEN",
    "/invitation.xhtml/x, TOKEN",
    "/openid, OPEN",
    "/openid/back, OPEN",
    "/console/events, SESSION",
    "/, SESSION",
    "/console/overview.xhtml, SESSION",
    "/api/v1/platforms, TOKEN",
    "/metrics, TOKEN",
  })
  void the_path_decides(String path, PathAuthentication pathAuthentication) {
    assertThat(PathAuthentication.of(path)).isEqualTo(pathAuthentication);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/healthy",
        "/health/../api/v1/tokens",
        "/health/..",
        "/webjars/other/x.js",
        "/sign-in.xhtml/x",
        "/openid/x",
        "/Health",
        "/consoles",
      })
  void unknown_paths_require_a_token(String path) {
    assertThat(PathAuthentication.of(path)).isEqualTo(PathAuthentication.TOKEN);
  }
}
