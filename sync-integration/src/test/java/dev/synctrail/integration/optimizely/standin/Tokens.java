package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** OAuth 2.0 client credentials as the platform accepts them: a JSON body, or Basic with a form. */
final class Tokens {
  private final Clock clock;
  private final Map<String, String> clients;
  private final Map<String, Instant> valid = new ConcurrentHashMap<>();

  Tokens(Clock clock, Map<String, String> clients) {
    this.clock = clock;
    this.clients = Map.copyOf(clients);
  }

  void revoke() {
    valid.clear();
  }

  boolean accepts(Optional<String> authorization) {
    return authorization
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> valid.get(value.substring("Bearer ".length())))
        .filter(until -> clock.instant().isBefore(until))
        .isPresent();
  }

  Reply issue(Ledger.Entry request, Settings settings) {
    Map<String, String> parameters = new HashMap<>();
    String mediaType = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (mediaType.startsWith("application/json")) {
      try (var reader = Json.createReader(new ByteArrayInputStream(request.body()))) {
        JsonObject body = reader.readObject();
        body.keySet().forEach(name -> parameters.put(name, body.getString(name, "")));
      } catch (JsonException e) {
        return refusal(400, "invalid_request", "The body is not JSON");
      }
    } else if (mediaType.startsWith("application/x-www-form-urlencoded")) {
      for (String pair : new String(request.body(), StandardCharsets.UTF_8).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
      request
          .header("Authorization")
          .filter(value -> value.startsWith("Basic "))
          .ifPresent(value -> basic(value.substring("Basic ".length()), parameters));
    } else {
      return refusal(400, "invalid_request", "The media type is not supported");
    }
    if (!"client_credentials".equals(parameters.get("grant_type"))) {
      return refusal(400, "unsupported_grant_type", "Only client_credentials is supported");
    }
    String secret = clients.get(parameters.getOrDefault("client_id", ""));
    if (secret == null || !secret.equals(parameters.get("client_secret"))) {
      return refusal(401, "invalid_client", "The client is not known");
    }
    String token = UUID.randomUUID().toString();
    valid.put(token, clock.instant().plus(settings.tokenLifetime()));
    return Reply.json(
        200,
        Json.createObjectBuilder()
            .add("access_token", token)
            .add("token_type", "Bearer")
            .add("expires_in", settings.tokenLifetime().toSeconds())
            .build());
  }

  private static void basic(String encoded, Map<String, String> parameters) {
    String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    if (colon > 0) {
      parameters.put("client_id", decode(pair.substring(0, colon)));
      parameters.put("client_secret", decode(pair.substring(colon + 1)));
    }
  }

  private static String decode(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  private static Reply refusal(int status, String error, String description) {
    return Reply.json(
        status,
        Json.createObjectBuilder()
            .add("error", error)
            .add("error_description", description)
            .build());
  }
}
