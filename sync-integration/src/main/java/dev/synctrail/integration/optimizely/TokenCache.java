package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.http.Credential;
import dev.synctrail.integration.http.Exchanged;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.integration.http.RecordedHttp;
import dev.synctrail.platform.ExchangeLog;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformException;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Purpose;
import dev.synctrail.platform.Rejected;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens by OAuth 2.0 client credentials (RFC 6749, 4.4), one per platform and credential,
 * renewed before they expire. They live in memory only.
 */
final class TokenCache {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Duration UNSAID = Duration.ofMinutes(1);

  /** Who asks for a token, where and how. */
  record Asking(
      Platform platform,
      ExchangeLog log,
      Credential credential,
      URI tokenUrl,
      boolean basic,
      Optional<String> actAs) {}

  private record Key(PlatformId platform, URI url, Credential credential, Optional<String> actAs) {}

  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable String token;
    Instant renewAt = Instant.MIN;
  }

  private final RecordedHttp http;
  private final Verdict verdict;
  private final Duration margin;
  private final Clock clock;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

  TokenCache(RecordedHttp http, Verdict verdict, Duration margin, Clock clock) {
    this.http = http;
    this.verdict = verdict;
    this.margin = margin;
    this.clock = clock;
  }

  /**
   * Returns a token that should be valid, asking for one when needed; callers of one platform wait
   * for each other instead of all asking.
   *
   * @throws PlatformException when none was given
   */
  String get(Asking asking) {
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

  /** Forgets a token that the platform refused, unless another has taken its place. */
  void refused(Asking asking, String token) {
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
    Key key = new Key(asking.platform.id(), asking.tokenUrl, asking.credential, asking.actAs);
    return slots.computeIfAbsent(key, made -> new Slot());
  }

  private String ask(Asking asking, Slot slot) {
    slot.token = null;
    Instant askedAt = clock.instant();
    Outgoing out = request(asking);
    Exchanged ended = http.exchange(asking.platform, asking.log, Purpose.TOKEN, out);
    requireGranted(ended, out);
    JsonObject answer =
        TypeJson.read(ended.body())
            .orElseThrow(() -> verdict.malformed(ended, out, "the answer is not JSON", false));
    String token =
        TypeJson.text(answer, "access_token")
            .filter(value -> !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 127))
            .orElseThrow(() -> verdict.malformed(ended, out, "the answer holds no token", false));
    Duration lifetime = lifetime(answer);
    Duration early = margin.compareTo(lifetime.dividedBy(2)) < 0 ? margin : lifetime.dividedBy(2);
    slot.token = token;
    slot.renewAt = askedAt.plus(lifetime).minus(early);
    return token;
  }

  private void requireGranted(Exchanged ended, Outgoing out) {
    Integer status = ended.status();
    if (status != null && (status == 400 || status == 401 || status == 403)) {
      String code =
          TypeJson.read(ended.body())
              .flatMap(body -> TypeJson.text(body, "error"))
              .filter(error -> error.matches("[A-Za-z_]{1,64}"))
              .orElse(null);
      throw new Rejected(
          new Failure(
              FailureClass.UNAUTHORIZED,
              "Optimizely refused the credentials with "
                  + status
                  + " to "
                  + out.name()
                  + (code == null ? "" : " (" + code + ")"),
              status,
              code,
              List.of(),
              null));
    }
    verdict.require(ended, out, Set.of(200, 201), false);
  }

  private static Duration lifetime(JsonObject answer) {
    if (answer.get("expires_in") instanceof JsonNumber seconds) {
      return Duration.ofSeconds(Math.max(0, seconds.longValue()));
    }
    return TypeJson.text(answer, "expires_in")
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(UNSAID);
  }

  private static Outgoing request(Asking asking) {
    Outgoing out =
        Outgoing.of("POST", asking.tokenUrl)
            .header("Accept", "application/json")
            .header("Accept-Encoding", "identity")
            .header("User-Agent", OptimizelyGateway.USER_AGENT);
    Credential credential = asking.credential;
    if (asking.basic) {
      String pair = encode(credential.clientId()) + ":" + encode(credential.clientSecret());
      String form =
          "grant_type=client_credentials"
              + asking.actAs.map(user -> "&act_as=" + encode(user)).orElse("");
      return out.header(
              "Authorization",
              "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
          .body("application/x-www-form-urlencoded", Snapshot.ofText(form));
    }
    JsonObjectBuilder body =
        JSON.createObjectBuilder()
            .add("grant_type", "client_credentials")
            .add("client_id", credential.clientId())
            .add("client_secret", credential.clientSecret());
    asking.actAs.ifPresent(user -> body.add("act_as", user));
    return out.body("application/json", Snapshot.ofText(body.build().toString()));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
