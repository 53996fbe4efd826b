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

/** One order's conversation with one Strapi, as a signed-in administrator. */
final class StrapiSession {
  private static final String TYPES = "/content-type-builder/content-types";
  private static final String ABSENT = "contentType.notFound";

  /** The types of plugins and of Strapi itself begin otherwise. */
  private static final String MADE = "api::";

  private static final Set<Integer> OK = Set.of(200);

  private final TokenCache tokens;
  private final ResponseClassifier responseClassifier;
  private final TokenCache.Asking asking;

  StrapiSession(
      TokenCache tokens, ResponseClassifier responseClassifier, TokenCache.Asking asking) {
    this.tokens = tokens;
    this.responseClassifier = responseClassifier;
    this.asking = asking;
  }

  /**
   * A type as one read found it.
   *
   * @param status of the answer
   * @param live what is there, or null for nothing
   * @param schema the same, read
   */
  record Seen(int status, @Nullable LiveState live, @Nullable StrapiSchema schema) {}

  static Outgoing bare(String method, URI url) {
    return Outgoing.of(method, url)
        .header("Accept", "application/json")
        .header("Accept-Encoding", "identity")
        .header("User-Agent", "Synctrail");
  }

  /** Begins a request about all types. */
  Outgoing types(String method) {
    return bare(method, StrapiPlatformSettings.address(asking.platform(), TYPES));
  }

  /** Begins a request about one type. */
  Outgoing type(String method, TypeUid uid) {
    return bare(method, StrapiPlatformSettings.address(asking.platform(), TYPES + "/" + uid));
  }

  /** Makes sure that there is a token. */
  void authorize() {
    tokens.get(asking);
  }

  ExchangeResult send(RequestPurpose requestPurpose, Outgoing out) {
    return tokens.send(asking, requestPurpose, out);
  }

  /**
   * Reads a type.
   *
   * @throws PlatformException when nothing can be said about it
   */
  Seen read(RequestPurpose requestPurpose, TypeUid uid) {
    return read(requestPurpose, uid, type("GET", uid));
  }

  /** Reads a type while Strapi may be restarting, which is not held against it. */
  Seen readAgain(TypeUid uid) {
    return read(RequestPurpose.READ_BACK, uid, type("GET", uid).toleratingNoResponse());
  }

  private Seen read(RequestPurpose requestPurpose, TypeUid uid, Outgoing out) {
    ExchangeResult ended = send(requestPurpose, out);
    Integer status = ended.status();
    if (status != null && status == 404 && isAbsent(ended)) {
      return new Seen(status, null, null);
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
    return new Seen(200, new LiveState(text, tag(text)), schema);
  }

  private static boolean isAbsent(ExchangeResult ended) {
    return LiveJson.loosely(ended).map(StrapiErrorParser::code).filter(ABSENT::equals).isPresent();
  }

  /** Tells whether an answer to a write names the type that was written. */
  static boolean names(TypeUid uid, JsonObject answer) {
    return answer.get("data") instanceof JsonObject data
        && LiveJson.text(data, "uid").equals(Optional.of(uid.toString()));
  }

  private static String tag(Snapshot body) {
    return "\"" + ContentHash.of(body.bytes()) + "\"";
  }

  /**
   * Lists the types that a person made and the content-type builder shows.
   *
   * @throws PlatformException when they cannot be read
   */
  TypeListing types() {
    Outgoing out = types("GET");
    ExchangeResult ended = send(RequestPurpose.READ, out);
    responseClassifier.require(ended, out, OK, false);
    JsonObject answer =
        LiveJson.loosely(ended).orElseGet(() -> responseClassifier.object(ended, out, false));
    if (!(answer.get("data") instanceof JsonArray all)) {
      throw responseClassifier.malformed(ended, out, "the response is not a list", false);
    }
    Set<TypeKey> keys = new TreeSet<>();
    List<Skipped> skipped = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      take("item " + (i + 1), all.get(i), keys, skipped);
    }
    return new TypeListing(List.copyOf(keys), skipped);
  }

  private static void take(String place, JsonValue item, Set<TypeKey> keys, List<Skipped> skipped) {
    if (!(item instanceof JsonObject type)) {
      skipped.add(new Skipped(place, "Not an object"));
      return;
    }
    String uid = LiveJson.text(type, "uid").orElse("");
    if (uid.isEmpty()) {
      skipped.add(new Skipped(place, "No uid"));
    } else if (uid.startsWith(MADE) && isShown(type)) {
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
