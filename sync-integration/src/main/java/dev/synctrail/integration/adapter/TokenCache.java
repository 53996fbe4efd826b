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
 * Access tokens, one per platform and credential, renewed before they expire and given to requests.
 * They live in memory only.
 */
public final class TokenCache {
  private static final Duration UNSAID = Duration.ofMinutes(1);

  /**
   * Who asks for a token, and how.
   *
   * @param request with the credential in it; only the platform and the wire see its body
   * @param actsFor in whose name the client acts, empty for its own
   * @param reading how the token is found in the answer
   */
  public record Asking(
      Platform platform,
      ExchangeLog log,
      Credential credential,
      Outgoing request,
      String actsFor,
      Function<JsonObject, Optional<Token>> reading) {}

  /**
   * A token as it was given.
   *
   * @param lifetime how long from its asking it is good; null when nobody said
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

  /**
   * Returns a token that should be valid, asking for one when needed; callers of one platform wait
   * for each other instead of all asking.
   *
   * @throws PlatformException when none was given
   */
  public String get(Asking asking) {
    Slot slot = slot(asking);
    slot.lock.lock();
    try {
      String known = slot.token;
      if (known != null && clock.instant().isBefore(slot.renewAt)) {
        return known;
      }
      return ask(asking, slot);
    } finally {
      slot.lock.unlock();
    }
  }

  /** Sends with a token, and once more with a new one when the platform no longer takes it. */
  public ExchangeResult send(Asking asking, RequestPurpose requestPurpose, Outgoing out) {
    String token = get(asking);
    ExchangeResult ended = exchange(asking, requestPurpose, out, token);
    if (ended.status() == null || ended.status() != 401) {
      return ended;
    }
    refused(asking, token);
    return exchange(asking, requestPurpose, out, get(asking));
  }

  private ExchangeResult exchange(
      Asking asking, RequestPurpose requestPurpose, Outgoing out, String token) {
    return http.exchange(
        asking.platform,
        asking.log,
        requestPurpose,
        out.header("Authorization", "Bearer " + token));
  }

  /** Forgets a token that the platform refused, unless another has taken its place. */
  private void refused(Asking asking, String token) {
    Slot slot = slot(asking);
    slot.lock.lock();
    try {
      if (token.equals(slot.token)) {
        slot.token = null;
      }
    } finally {
      slot.lock.unlock();
    }
  }

  private Slot slot(Asking asking) {
    Key key =
        new Key(asking.platform.id(), asking.request.url(), asking.credential, asking.actsFor);
    return slots.computeIfAbsent(key, made -> new Slot());
  }

  private String ask(Asking asking, Slot slot) {
    slot.token = null;
    Instant askedAt = clock.instant();
    Outgoing out = asking.request;
    ExchangeResult ended = http.exchange(asking.platform, asking.log, RequestPurpose.TOKEN, out);
    requireGranted(ended, out);
    JsonObject answer = responseClassifier.object(ended, out, false);
    Token token =
        asking
            .reading
            .apply(answer)
            .filter(given -> isSendable(given.value))
            .orElseThrow(
                () ->
                    responseClassifier.malformed(
                        ended, out, "the response contains no token", false));
    Duration lifetime = token.lifetime == null ? UNSAID : token.lifetime;
    Duration early = margin.compareTo(lifetime.dividedBy(2)) < 0 ? margin : lifetime.dividedBy(2);
    slot.token = token.value;
    slot.renewAt = askedAt.plus(lifetime).minus(early);
    return token.value;
  }

  private static boolean isSendable(String token) {
    return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** A refusal (RFC 6749, 5.2) is one with a good status as well. */
  private void requireGranted(ExchangeResult ended, Outgoing out) {
    Integer status = ended.status();
    JsonObject body = LiveJson.loosely(ended).orElse(JsonValue.EMPTY_JSON_OBJECT);
    boolean said =
        status != null && status / 100 == 2 && ResponseClassifier.isSaid(body.get("error"));
    if (said || (status != null && (status == 400 || status == 401 || status == 403))) {
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
