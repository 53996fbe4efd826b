package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.integration.adapter.TokenCache.Token;
import dev.synctrail.integration.adapter.TokenCache.TokenRequest;
import dev.synctrail.integration.http.Credential;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the token request of OAuth 2.0 client credentials (RFC 6749, 4.4). */
final class ClientCredentials {
  private static final JsonProvider JSON = JsonProvider.provider();

  private ClientCredentials() {}

  static TokenRequest tokenRequest(
      Platform platform, ExchangeLog log, Credential credential, URI tokenUrl) {
    Optional<String> actAs = Optional.ofNullable(platform.settings().get("actAs"));
    boolean basic = "basic".equals(platform.settings().get("tokenEncoding"));
    return new TokenRequest(
        platform,
        log,
        credential,
        basic ? basic(credential, tokenUrl, actAs) : json(credential, tokenUrl, actAs),
        actAs.orElse(""),
        ClientCredentials::token);
  }

  private static Optional<Token> token(JsonObject answer) {
    return LiveJson.text(answer, "access_token").map(token -> new Token(token, lifetime(answer)));
  }

  private static @Nullable Duration lifetime(JsonObject answer) {
    if (answer.get("expires_in") instanceof JsonNumber seconds) {
      return Duration.ofSeconds(Math.max(0, seconds.longValue()));
    }
    return LiveJson.text(answer, "expires_in")
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(null);
  }

  private static Outgoing basic(Credential credential, URI tokenUrl, Optional<String> actAs) {
    String pair = encode(credential.clientId()) + ":" + encode(credential.clientSecret());
    String form =
        "grant_type=client_credentials" + actAs.map(user -> "&act_as=" + encode(user)).orElse("");
    return Session.request("POST", tokenUrl)
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
        .body("application/x-www-form-urlencoded", Snapshot.ofText(form));
  }

  private static Outgoing json(Credential credential, URI tokenUrl, Optional<String> actAs) {
    JsonObjectBuilder body =
        JSON.createObjectBuilder()
            .add("grant_type", "client_credentials")
            .add("client_id", credential.clientId())
            .add("client_secret", credential.clientSecret());
    actAs.ifPresent(user -> body.add("act_as", user));
    return Session.request("POST", tokenUrl)
        .body("application/json", Snapshot.ofText(body.build().toString()));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
