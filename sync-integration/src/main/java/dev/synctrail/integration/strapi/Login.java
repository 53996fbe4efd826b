package dev.synctrail.integration.strapi;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.integration.adapter.TokenCache.Token;
import dev.synctrail.integration.adapter.TokenCache.TokenRequest;
import dev.synctrail.integration.http.Credential;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates the sign-in request of an administrator, whose e-mail address is the client id: the
 * content-type builder does not accept API tokens. The lifetime of the token is only in the token
 * itself.
 */
final class Login {
  private static final JsonProvider JSON = JsonProvider.provider();

  private Login() {}

  static TokenRequest tokenRequest(
      Platform platform, ExchangeLog log, Credential credential, URI tokenUrl) {
    String body =
        JSON.createObjectBuilder()
            .add("email", credential.clientId())
            .add("password", credential.clientSecret())
            .build()
            .toString();
    return new TokenRequest(
        platform,
        log,
        credential,
        Session.request("POST", tokenUrl).body("application/json", Snapshot.ofText(body)),
        "",
        Login::token);
  }

  private static Optional<Token> token(JsonObject answer) {
    return answer.get("data") instanceof JsonObject data
        ? LiveJson.text(data, "token").map(token -> new Token(token, lifetime(token)))
        : Optional.empty();
  }

  private static @Nullable Duration lifetime(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      return LiveJson.read(Snapshot.of(Base64.getUrlDecoder().decode(parts[1])))
          .filter(claims -> claims.get("exp") instanceof JsonNumber)
          .filter(claims -> claims.get("iat") instanceof JsonNumber)
          .map(
              claims ->
                  claims.getJsonNumber("exp").longValue() - claims.getJsonNumber("iat").longValue())
          .map(seconds -> Duration.ofSeconds(Math.max(0, seconds)))
          .orElse(null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
