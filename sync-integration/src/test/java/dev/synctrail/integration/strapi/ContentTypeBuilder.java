package dev.synctrail.integration.strapi;

import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.Reply;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in and the content-type builder of Strapi, with the observed responses and without
 * restarts.
 */
final class ContentTypeBuilder {
  static final String EMAIL = "admin@example.com";
  static final String PASSWORD = "a Passw0rd of Strapi";
  static final String LOGIN = "/admin/login";

  private static final String TYPES = "/content-type-builder/content-types";

  private final Map<String, JsonObject> types = new TreeMap<>();
  private final Map<String, Integer> lags = new HashMap<>();
  private final Map<String, Optional<JsonObject>> before = new HashMap<>();
  private final Set<String> tokens = new HashSet<>();
  private int lag;
  private int given;

  synchronized Reply answer(Ledger.Entry request) {
    if (request.path().equals(LOGIN)) {
      return login(request);
    }
    String bearer = request.header("Authorization").orElse("").replace("Bearer ", "");
    if (!tokens.contains(bearer)) {
      return error(401, "UnauthorizedError", "Missing or invalid credentials");
    }
    if (request.path().equals(TYPES)) {
      return request.method().equals("GET") ? list() : create(request);
    }
    if (!request.path().startsWith(TYPES + "/")) {
      return error(404, "NotFoundError", "Not Found");
    }
    String uid = request.path().substring(TYPES.length() + 1);
    if (request.method().equals("GET")) {
      return seen(uid).map(type -> Reply.json(200, data(type))).orElseGet(this::absent);
    }
    JsonObject live = types.get(uid);
    if (live == null) {
      return absent();
    }
    return request.method().equals("DELETE") ? delete(uid) : update(uid, live, request);
  }

  private Reply login(Ledger.Entry request) {
    JsonObject body = object(request.body()).orElse(JsonValue.EMPTY_JSON_OBJECT);
    if (!EMAIL.equals(body.getString("email", ""))
        || !PASSWORD.equals(body.getString("password", ""))) {
      return error(400, "ApplicationError", "Invalid credentials");
    }
    String claims =
        "{\"userId\":\"1\",\"iat\":1795393769,\"exp\":1795395569,\"n\":" + ++given + "}";
    String token =
        "eyJhbGciOiJIUzI1NiJ9."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".c2lnbmVk";
    tokens.add(token);
    return Reply.json(
        200,
        Json.createObjectBuilder()
            .add("data", Json.createObjectBuilder().add("token", token))
            .build());
  }

  private Reply list() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    all.add(hidden("plugin::upload.file")).add(hidden("admin::user"));
    types.values().forEach(all::add);
    return Reply.json(200, Json.createObjectBuilder().add("data", all).build());
  }

  private static JsonObject hidden(String uid) {
    return Json.createObjectBuilder()
        .add("uid", uid)
        .add("schema", Json.createObjectBuilder().add("visible", false))
        .build();
  }

  private Reply create(Ledger.Entry request) {
    JsonObject body = object(request.body()).orElse(JsonValue.EMPTY_JSON_OBJECT);
    if (!(body.get("contentType") instanceof JsonObject type)) {
      return error(400, "ValidationError", "contentType is a required field");
    }
    String name = type.getString("singularName");
    String uid = "api::" + name + "." + name;
    if (types.containsKey(uid)) {
      String message =
          "contentType: name `" + name + "` is already being used by another content type.";
      JsonObject fault =
          Json.createObjectBuilder()
              .add("path", Json.createArrayBuilder().add("contentType").add("singularName"))
              .add("message", message)
              .build();
      JsonObjectBuilder error =
          Json.createObjectBuilder()
              .add("name", "ValidationError")
              .add("message", message)
              .add(
                  "details",
                  Json.createObjectBuilder().add("errors", Json.createArrayBuilder().add(fault)));
      return Reply.json(400, Json.createObjectBuilder().add("error", error).build());
    }
    put(uid, stored(uid, type, null));
    return written(201, uid);
  }

  private Reply update(String uid, JsonObject live, Ledger.Entry request) {
    JsonObject body = object(request.body()).orElse(JsonValue.EMPTY_JSON_OBJECT);
    if (!(body.get("contentType") instanceof JsonObject type)) {
      return error(400, "ValidationError", "contentType is a required field");
    }
    put(uid, stored(uid, type, live.getJsonObject("schema")));
    return written(201, uid);
  }

  private Reply delete(String uid) {
    put(uid, null);
    return written(200, uid);
  }

  private static Reply written(int status, String uid) {
    return Reply.json(
        status,
        Json.createObjectBuilder().add("data", Json.createObjectBuilder().add("uid", uid)).build());
  }

  private Reply absent() {
    return Reply.json(404, Json.createObjectBuilder().add("error", "contentType.notFound").build());
  }

  private static Reply error(int status, String name, String message) {
    return Reply.json(
        status,
        Json.createObjectBuilder()
            .add("data", JsonValue.NULL)
            .add(
                "error",
                Json.createObjectBuilder()
                    .add("status", status)
                    .add("name", name)
                    .add("message", message)
                    .add("details", JsonValue.EMPTY_JSON_OBJECT))
            .build());
  }

  /** Returns the type after an update, which keeps or drops missing members as Strapi does. */
  private static JsonObject stored(String uid, JsonObject type, @Nullable JsonObject live) {
    JsonObject fixed = live == null ? type : live;
    String plural = fixed.getString("pluralName");
    JsonObjectBuilder schema = Json.createObjectBuilder();
    schema.add("draftAndPublish", type.getBoolean("draftAndPublish", false));
    if (type.get("options") instanceof JsonObject options) {
      options.forEach(schema::add);
    }
    schema
        .add("displayName", type.getString("displayName"))
        .add("singularName", fixed.getString("singularName"))
        .add("pluralName", plural)
        .add(
            "description",
            type.getString("description", live == null ? "" : live.getString("description")))
        .add("kind", type.getString("kind", "collectionType"))
        .add("collectionName", fixed.getString("collectionName", plural.replace('-', '_')))
        .add("attributes", attributes(uid, type))
        .add("visible", true)
        .add("restrictRelationsTo", JsonValue.NULL);
    return Json.createObjectBuilder()
        .add("uid", uid)
        .add("apiID", fixed.getString("singularName"))
        .add("schema", schema)
        .build();
  }

  private static JsonObject attributes(String uid, JsonObject type) {
    String text = type.getJsonObject("attributes").toString().replace("__self__", uid);
    return object(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static JsonObject data(JsonObject type) {
    return Json.createObjectBuilder().add("data", type).build();
  }

  private void put(String uid, @Nullable JsonObject type) {
    before.put(uid, Optional.ofNullable(types.get(uid)));
    lags.put(uid, lag);
    if (type == null) {
      types.remove(uid);
    } else {
      types.put(uid, type);
    }
  }

  private Optional<JsonObject> seen(String uid) {
    int left = lags.getOrDefault(uid, 0);
    lags.put(uid, left - 1);
    return left > 0
        ? before.getOrDefault(uid, Optional.empty())
        : Optional.ofNullable(types.get(uid));
  }

  private static Optional<JsonObject> object(byte[] body) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      return Optional.of(reader.readObject());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  synchronized void lag(int reads) {
    lag = reads;
  }

  /** Stores a type as an edit by others does. */
  synchronized void edit(String uid, String contentType) {
    JsonObject type = object(contentType.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    types.put(uid, stored(uid, type.getJsonObject("contentType"), null));
    lags.put(uid, 0);
  }

  synchronized void remove(String uid) {
    types.remove(uid);
    lags.put(uid, 0);
  }

  synchronized boolean holds(String uid) {
    return types.containsKey(uid);
  }

  /** Returns the display name of a type. */
  synchronized Optional<String> displayName(String uid) {
    return Optional.ofNullable(types.get(uid))
        .map(type -> type.getJsonObject("schema").getString("displayName"));
  }

  synchronized void revokeTokens() {
    tokens.clear();
  }
}
