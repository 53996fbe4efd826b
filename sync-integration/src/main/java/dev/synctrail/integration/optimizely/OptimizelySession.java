package dev.synctrail.integration.optimizely;

import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.ResponseClassifier;
import dev.synctrail.integration.adapter.TokenCache;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one order to one platform, with a token and in one dialect. */
final class OptimizelySession {
  private static final int NOT_MODIFIED = 304;
  private static final Set<Integer> OK = Set.of(200);

  /** A strong entity tag of RFC 9110, restricted to characters that every header can contain. */
  private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7E]*\"");

  private final TokenCache tokens;
  private final ResponseClassifier responseClassifier;
  private final TokenCache.TokenRequest tokenRequest;
  private final Dialect dialect;

  OptimizelySession(
      TokenCache tokens,
      ResponseClassifier responseClassifier,
      TokenCache.TokenRequest tokenRequest,
      Dialect dialect) {
    this.tokens = tokens;
    this.responseClassifier = responseClassifier;
    this.tokenRequest = tokenRequest;
    this.dialect = dialect;
  }

  /**
   * The state of a type as one read found it.
   *
   * @param status the status of the response
   * @param live the live state, or null when the type does not exist
   * @param content the same, parsed
   * @param lastModified the value of the header, or null
   */
  record LiveType(
      int status,
      @Nullable LiveState live,
      @Nullable JsonObject content,
      @Nullable String lastModified) {

    /** Returns the baseline of a push that writes nothing. */
    @Nullable PushBaseline base() {
      return live == null ? null : PushBaseline.answered(live);
    }

    /** Returns whether the live state still has the known entity tag. */
    boolean isUnchanged() {
      return status == NOT_MODIFIED;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  Outgoing request(String method, String path) {
    URI url = OptimizelyPlatformSettings.address(tokenRequest.platform(), path);
    return Outgoing.of(method, url)
        .header("Accept", "application/json")
        .header("Accept-Encoding", "identity")
        .header("User-Agent", OptimizelyGateway.USER_AGENT);
  }

  /** Ensures that there is a valid token. */
  void authorize() {
    tokens.get(tokenRequest);
  }

  /** Sends a request with a token, and once more with a new token after a 401. */
  ExchangeResult send(RequestPurpose requestPurpose, Outgoing out) {
    return tokens.send(tokenRequest, requestPurpose, out);
  }

  /**
   * A page of a list.
   *
   * @param answer the response; items are validated when the type itself is read
   * @param malformed creates the exception for a violation of the protocol
   */
  record ListPage(
      JsonObject answer, JsonArray items, Function<String, PlatformException> malformed) {

    /** Returns the exception for a list that violates the protocol. */
    PlatformException malformed(String what) {
      return malformed.apply(what);
    }
  }

  /**
   * Reads a page of a list.
   *
   * @throws PlatformException when the response is not a list
   */
  ListPage page(String path) {
    Outgoing out = request("GET", path);
    ExchangeResult ended = send(RequestPurpose.READ, out);
    responseClassifier.require(ended, out, OK, false);
    JsonObject answer =
        LiveJson.readLenient(ended).orElseGet(() -> responseClassifier.object(ended, out, false));
    Function<String, PlatformException> malformed =
        what -> responseClassifier.malformed(ended, out, what, false);
    if (!(answer.get("items") instanceof JsonArray items)) {
      throw malformed.apply("the response is not a list: it has no array of items");
    }
    return new ListPage(answer, items, malformed);
  }

  /**
   * Reads a type.
   *
   * @throws PlatformException when its state cannot be determined
   */
  LiveType read(RequestPurpose requestPurpose, String key) {
    return read(requestPurpose, key, null);
  }

  /**
   * Reads a type unless its entity tag is still the known one.
   *
   * @param known the known entity tag, or null for none
   * @throws PlatformException when its state cannot be determined
   */
  LiveType read(RequestPurpose requestPurpose, String key, @Nullable String known) {
    Outgoing out = request("GET", "/contenttypes/" + key);
    if (known != null) {
      out = out.header("If-None-Match", known);
    }
    ExchangeResult ended = send(requestPurpose, out);
    Integer status = ended.status();
    if (status != null && status == NOT_MODIFIED && known != null) {
      return new LiveType(status, null, null, null);
    }
    if (status != null && responseClassifier.isAbsent(ended)) {
      return new LiveType(status, null, null, null);
    }
    responseClassifier.require(ended, out, OK, false);
    JsonObject content = responseClassifier.object(ended, out, false);
    if (!isAbout(key, content)) {
      throw responseClassifier.malformed(
          ended, out, "the response is not about type " + key, false);
    }
    return new LiveType(
        200, live(ended), dialect.spelled(content), ended.header("Last-Modified").orElse(null));
  }

  /** Returns whether a response contains the type with exactly this key. */
  static boolean isAbout(String key, JsonObject answer) {
    return LiveJson.text(answer, "key").equals(Optional.of(key));
  }

  /** Returns the type of a response, with its strong entity tag if it has one. */
  static LiveState live(ExchangeResult ended) {
    Snapshot text = Optional.ofNullable(ended.decoded().text()).orElseThrow();
    return new LiveState(
        text, ended.header("ETag").filter(tag -> STRONG.matcher(tag).matches()).orElse(null));
  }
}
