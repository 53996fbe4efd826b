package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.gateway.TypeListing.Skipped;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.ResponseClassifier;
import dev.synctrail.integration.adapter.TokenCache;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one order to one Strapi, as a signed-in administrator. */
final class StrapiSession {
  private static final String TYPES = "/content-type-builder/content-types";
  private static final String ABSENT = "contentType.notFound";

  /** The uids of plugin and Strapi types have other prefixes. */
  private static final String USER_TYPE = "api::";

  private static final Set<Integer> OK = Set.of(200);

  private final TokenCache tokens;
  private final ResponseClassifier responseClassifier;
  private final TokenCache.TokenRequest tokenRequest;

  StrapiSession(
      TokenCache tokens,
      ResponseClassifier responseClassifier,
      TokenCache.TokenRequest tokenRequest) {
    this.tokens = tokens;
    this.responseClassifier = responseClassifier;
    this.tokenRequest = tokenRequest;
  }

  /**
   * The state of a type as one read found it.
   *
   * @param status the status of the response
   * @param live the live state, or null when the type does not exist
   * @param schema the same, parsed
   */
  record LiveType(int status, @Nullable LiveState live, @Nullable StrapiSchema schema) {}

  static Outgoing anonymous(String method, URI url) {
    return Outgoing.of(method, url)
        .header("Accept", "application/json")
        .header("Accept-Encoding", "identity")
        .header("User-Agent", "Synctrail");
  }

  /** Creates a request for all types. */
  Outgoing types(String method) {
    return anonymous(method, StrapiPlatformSettings.address(tokenRequest.platform(), TYPES));
  }

  /** Creates a request for one type. */
  Outgoing type(String method, TypeUid uid) {
    return anonymous(
        method, StrapiPlatformSettings.address(tokenRequest.platform(), TYPES + "/" + uid));
  }

  /** Ensures that there is a valid token. */
  void authorize() {
    tokens.get(tokenRequest);
  }

  ExchangeResult send(RequestPurpose requestPurpose, Outgoing out) {
    return tokens.send(tokenRequest, requestPurpose, out);
  }

  /**
   * Reads a type.
   *
   * @throws PlatformException when its state cannot be determined
   */
  LiveType read(RequestPurpose requestPurpose, TypeUid uid) {
    return read(requestPurpose, uid, type("GET", uid));
  }

  /** Reads a type while Strapi may be restarting; failures do not count for the circuit breaker. */
  LiveType readAgain(TypeUid uid) {
    return read(RequestPurpose.READ_BACK, uid, type("GET", uid).toleratingNoResponse());
  }

  private LiveType read(RequestPurpose requestPurpose, TypeUid uid, Outgoing out) {
    ExchangeResult ended = send(requestPurpose, out);
    Integer status = ended.status();
    if (status != null && status == 404 && isAbsent(ended)) {
      return new LiveType(status, null, null);
    }
    responseClassifier.require(ended, out, OK, false);
    StrapiSchema schema =
        StrapiSchema.of(responseClassifier.object(ended, out, false))
            .filter(read -> read.uid().equals(uid))
            .orElseThrow(
                () ->
                    responseClassifier.malformed(
                        ended, out, "the response is not about type " + uid, false));
    Snapshot text = Optional.ofNullable(ended.decoded().text()).orElseThrow();
    return new LiveType(200, new LiveState(text, tag(text)), schema);
  }

  private static boolean isAbsent(ExchangeResult ended) {
    return LiveJson.readLenient(ended)
        .map(StrapiErrorParser::code)
        .filter(ABSENT::equals)
        .isPresent();
  }

  /** Returns whether the response to a write names this type. */
  static boolean names(TypeUid uid, JsonObject answer) {
    return answer.get("data") instanceof JsonObject data
        && LiveJson.text(data, "uid").equals(Optional.of(uid.toString()));
  }

  private static String tag(Snapshot body) {
    return "\"" + ContentHash.of(body.bytes()) + "\"";
  }

  /**
   * Lists the types that users have created and that the content-type builder shows.
   *
   * @throws PlatformException when they cannot be read
   */
  TypeListing types() {
    Outgoing out = types("GET");
    ExchangeResult ended = send(RequestPurpose.READ, out);
    responseClassifier.require(ended, out, OK, false);
    JsonObject answer =
        LiveJson.readLenient(ended).orElseGet(() -> responseClassifier.object(ended, out, false));
    if (!(answer.get("data") instanceof JsonArray all)) {
      throw responseClassifier.malformed(ended, out, "the response is not a list", false);
    }
    Set<TypeKey> keys = new TreeSet<>();
    List<Skipped> skipped = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      add("item " + (i + 1), all.get(i), keys, skipped);
    }
    return new TypeListing(List.copyOf(keys), skipped);
  }

  private static void add(String place, JsonValue item, Set<TypeKey> keys, List<Skipped> skipped) {
    if (!(item instanceof JsonObject type)) {
      skipped.add(new Skipped(place, "Not an object"));
      return;
    }
    String uid = LiveJson.text(type, "uid").orElse("");
    if (uid.isEmpty()) {
      skipped.add(new Skipped(place, "No uid"));
    } else if (uid.startsWith(USER_TYPE) && isShown(type)) {
      TypeUid.parse(uid)
          .map(TypeUid::key)
          .filter(TypeKey::isLegal)
          .ifPresentOrElse(
              key -> keys.add(new TypeKey(key)),
              () -> skipped.add(new Skipped(uid, "The uid cannot be converted to a type key")));
    }
  }

  private static boolean isShown(JsonObject type) {
    return !(type.get("schema") instanceof JsonObject schema)
        || !JsonValue.FALSE.equals(schema.get("visible"));
  }
}
