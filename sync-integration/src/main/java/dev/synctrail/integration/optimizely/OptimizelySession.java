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

/** One order's conversation with one platform: requests with a token, in one dialect. */
final class OptimizelySession {
  private static final int NOT_MODIFIED = 304;
  private static final Set<Integer> OK = Set.of(200);

  /** RFC 9110, without the characters that not every header can carry. */
  private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7E]*\"");

  private final TokenCache tokens;
  private final ResponseClassifier responseClassifier;
  private final TokenCache.Asking asking;
  private final Dialect dialect;

  OptimizelySession(
      TokenCache tokens,
      ResponseClassifier responseClassifier,
      TokenCache.Asking asking,
      Dialect dialect) {
    this.tokens = tokens;
    this.responseClassifier = responseClassifier;
    this.asking = asking;
    this.dialect = dialect;
  }

  /**
   * A type as one read found it.
   *
   * @param status of the answer
   * @param live what is there, or null for nothing
   * @param content the same, read
   * @param lastModified as the platform writes it, or null
   */
  record Seen(
      int status,
      @Nullable LiveState live,
      @Nullable JsonObject content,
      @Nullable String lastModified) {

    /** Returns what a push leaves there that writes nothing. */
    @Nullable PushBaseline base() {
      return live == null ? null : PushBaseline.answered(live);
    }

    /** Tells whether it is there as it is known already. */
    boolean isUnchanged() {
      return status == NOT_MODIFIED;
    }
  }

  Dialect dialect() {
    return dialect;
  }

  Outgoing request(String method, String path) {
    URI url = OptimizelyPlatformSettings.address(asking.platform(), path);
    return Outgoing.of(method, url)
        .header("Accept", "application/json")
        .header("Accept-Encoding", "identity")
        .header("User-Agent", OptimizelyGateway.USER_AGENT);
  }

  /** Makes sure that there is a token. */
  void authorize() {
    tokens.get(asking);
  }

  /** Sends with a token, and once more with a new one when the platform no longer takes it. */
  ExchangeResult send(RequestPurpose requestPurpose, Outgoing out) {
    return tokens.send(asking, requestPurpose, out);
  }

  /**
   * A page of a list.
   *
   * @param answer as it came; what is in an item is checked when the type itself is read
   */
  record ListPage(
      JsonObject answer, JsonArray items, Function<String, PlatformException> complaint) {

    /** Says that the list is not what the protocol promises. */
    PlatformException malformed(String what) {
      return complaint.apply(what);
    }
  }

  /**
   * Reads a page of a list.
   *
   * @throws PlatformException when it was not answered with one
   */
  ListPage page(String path) {
    Outgoing out = request("GET", path);
    ExchangeResult ended = send(RequestPurpose.READ, out);
    responseClassifier.require(ended, out, OK, false);
    JsonObject answer =
        LiveJson.loosely(ended).orElseGet(() -> responseClassifier.object(ended, out, false));
    Function<String, PlatformException> complaint =
        what -> responseClassifier.malformed(ended, out, what, false);
    if (!(answer.get("items") instanceof JsonArray items)) {
      throw complaint.apply("the response is not a list: it has no array of items");
    }
    return new ListPage(answer, items, complaint);
  }

  /**
   * Reads a type.
   *
   * @throws PlatformException when nothing can be said about it
   */
  Seen read(RequestPurpose requestPurpose, String key) {
    return read(requestPurpose, key, null);
  }

  /**
   * Reads a type unless it is still what is known.
   *
   * @param known the entity tag of what is known, or null for nothing
   * @throws PlatformException when nothing can be said about it
   */
  Seen read(RequestPurpose requestPurpose, String key, @Nullable String known) {
    Outgoing out = request("GET", "/contenttypes/" + key);
    if (known != null) {
      out = out.header("If-None-Match", known);
    }
    ExchangeResult ended = send(requestPurpose, out);
    Integer status = ended.status();
    if (status != null && status == NOT_MODIFIED && known != null) {
      return new Seen(status, null, null, null);
    }
    if (status != null && responseClassifier.isAbsent(ended)) {
      return new Seen(status, null, null, null);
    }
    responseClassifier.require(ended, out, OK, false);
    JsonObject content = responseClassifier.object(ended, out, false);
    if (!isAbout(key, content)) {
      throw responseClassifier.malformed(
          ended, out, "the response is not about type " + key, false);
    }
    return new Seen(
        200, live(ended), dialect.spelled(content), ended.header("Last-Modified").orElse(null));
  }

  /** Tells whether an answer is a type of exactly that key. */
  static boolean isAbout(String key, JsonObject answer) {
    return LiveJson.text(answer, "key").equals(Optional.of(key));
  }

  /** Returns the type that an answer shows, under its strong entity tag. */
  static LiveState live(ExchangeResult ended) {
    Snapshot text = Optional.ofNullable(ended.decoded().text()).orElseThrow();
    return new LiveState(
        text, ended.header("ETag").filter(tag -> STRONG.matcher(tag).matches()).orElse(null));
  }
}
