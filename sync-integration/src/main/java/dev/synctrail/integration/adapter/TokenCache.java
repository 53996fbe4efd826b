package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.http.Credential;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.integration.http.RecordedHttp;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches access tokens per platform and credential, renews them before they expire and adds them to
 * requests. Tokens are kept in memory only.
 */
public final class TokenCache {
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(1);

  /**
   * How to request a token.
   *
   * @param request the request with the credential; its body is neither recorded nor logged
   * @param actsFor the user for whom the client acts, empty for the client itself
   * @param parser finds the token in the response
   */
  public record TokenRequest(
      Platform platform,
      ExchangeLog log,
      Credential credential,
      Outgoing request,
      String actsFor,
      Function<JsonObject, Optional<Token>> parser) {}

  /**
   * A token as it was issued.
   *
   * @param lifetime validity from the time of the request; null when the response does not state it
   */
  public record Token(String value, @Nullable Duration lifetime) {
    @Override
    public String toString() {
      return "Token";
    }
  }

  private record Key(PlatformId platform, URI url, Credential credential, String actsFor) {}

  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable String token;
    Instant renewAt = Instant.MIN;
  }

  private final RecordedHttp http;
  private final ResponseClassifier responseClassifier;
  private final Duration margin;
  private final Clock clock;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

  public TokenCache(
      RecordedHttp http, ResponseClassifier responseClassifier, Duration margin, Clock clock) {
    this.http = http;
    this.responseClassifier = responseClassifier;
    this.margin = margin;
    this.clock = clock;
  }

  ResponseClassifier responseClassifier() {
    return responseClassifier;
  }

  /**
   * Returns a valid token, requesting one when needed. Concurrent callers with the same credential
   * wait for one request.
   *
   * @throws PlatformException when no token was issued
   */
  String get(TokenRequest tokenRequest) {
    Slot slot = slot(tokenRequest);
    slot.lock.lock();
    try {
      String known = slot.token;
      if (known != null && clock.instant().isBefore(slot.renewAt)) {
        return known;
      }
      return request(tokenRequest, slot);
    } finally {
      slot.lock.unlock();
    }
  }

  /** Sends a request with a token, and once more with a new token after a 401. */
  ExchangeResult send(TokenRequest tokenRequest, RequestPurpose requestPurpose, Outgoing out) {
    String token = get(tokenRequest);
    ExchangeResult ended = exchange(tokenRequest, requestPurpose, out, token);
    if (ended.status() == null || ended.status() != 401) {
      return ended;
    }
    reject(tokenRequest, token);
    return exchange(tokenRequest, requestPurpose, out, get(tokenRequest));
  }

  private ExchangeResult exchange(
      TokenRequest tokenRequest, RequestPurpose requestPurpose, Outgoing out, String token) {
    return http.exchange(
        tokenRequest.platform,
        tokenRequest.log,
        requestPurpose,
        out.header("Authorization", "Bearer " + token));
  }

  /** Removes a rejected token, unless it has already been replaced. */
  private void reject(TokenRequest tokenRequest, String token) {
    Slot slot = slot(tokenRequest);
    slot.lock.lock();
    try {
      if (token.equals(slot.token)) {
        slot.token = null;
      }
    } finally {
      slot.lock.unlock();
    }
  }

  private Slot slot(TokenRequest tokenRequest) {
    Key key =
        new Key(
            tokenRequest.platform.id(),
            tokenRequest.request.url(),
            tokenRequest.credential,
            tokenRequest.actsFor);
    return slots.computeIfAbsent(key, absent -> new Slot());
  }

  private String request(TokenRequest tokenRequest, Slot slot) {
    slot.token = null;
    Instant askedAt = clock.instant();
    Outgoing out = tokenRequest.request;
    ExchangeResult ended =
        http.exchange(tokenRequest.platform, tokenRequest.log, RequestPurpose.TOKEN, out);
    requireGranted(ended, out);
    JsonObject answer = responseClassifier.object(ended, out, false);
    Token token =
        tokenRequest
            .parser
            .apply(answer)
            .filter(given -> isSendable(given.value))
            .orElseThrow(
                () ->
                    responseClassifier.malformed(
                        ended, out, "the response contains no token", false));
    Duration lifetime = token.lifetime == null ? DEFAULT_LIFETIME : token.lifetime;
    Duration early = margin.compareTo(lifetime.dividedBy(2)) < 0 ? margin : lifetime.dividedBy(2);
    slot.token = token.value;
    slot.renewAt = askedAt.plus(lifetime).minus(early);
    return token.value;
  }

  private static boolean isSendable(String token) {
    return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /**
   * Checks that the request was granted. An OAuth error (RFC 6749, 5.2) counts whatever its status.
   */
  private void requireGranted(ExchangeResult ended, Outgoing out) {
    Integer status = ended.status();
    JsonObject body = LiveJson.readLenient(ended).orElse(JsonValue.EMPTY_JSON_OBJECT);
    boolean oauthError =
        status != null && status / 100 == 2 && ResponseClassifier.isError(body.get("error"));
    if (oauthError || (status != null && (status == 400 || status == 401 || status == 403))) {
      String code =
          LiveJson.text(body, "error")
              .filter(error -> error.matches("[A-Za-z_.]{1,64}"))
              .orElse(null);
      throw new Rejected(
          new Failure(
              FailureClass.UNAUTHORIZED,
              responseClassifier.peer()
                  + " rejected the credentials with "
                  + status
                  + " to "
                  + out.name()
                  + (code == null ? "" : " (" + code + ")"),
              status,
              code,
              List.of(),
              null));
    }
    responseClassifier.require(ended, out, Set.of(200, 201), false);
  }
}
