package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import dev.synctrail.integration.optimizely.standin.TypeStore.Stored;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The behaviour of the REST API itself, without connections, ledger or faults. */
final class CmsApi {
  private static final String AUTHOR = "api";
  private static final String MANIFEST = "application/vnd.optimizely.cms.v1.manifest+json";

  private final TypeStore types;
  private final Tokens tokens;
  private final Supplier<Settings> settings;
  private final String basePath;

  CmsApi(TypeStore types, Tokens tokens, Supplier<Settings> settings, String basePath) {
    this.types = types;
    this.tokens = tokens;
    this.settings = settings;
    this.basePath = basePath;
  }

  /** Returns the path behind the version, or the whole path when it names none. */
  String inVersion(String path) {
    String rest = path.startsWith(basePath) ? path.substring(basePath.length()) : path;
    for (Spelling spelling : Spelling.values()) {
      if (rest.startsWith(spelling.prefix + "/")) {
        return rest.substring(spelling.prefix.length());
      }
    }
    return rest;
  }

  Reply answer(Ledger.Entry request) {
    String path = request.path();
    if (request.isToken()) {
      return request.method().equals("POST")
          ? tokens.issue(request, settings.get())
          : notAllowed("POST");
    }
    if (!path.startsWith(basePath)) {
      return notFound();
    }
    String rest = path.substring(basePath.length());
    for (Spelling spelling : Spelling.values()) {
      if (rest.startsWith(spelling.prefix + "/")) {
        if (!tokens.accepts(request.header("Authorization"))) {
          return Reply.problem(401, "Unauthorized", "A valid access token is needed", null)
              .header("WWW-Authenticate", "Bearer");
        }
        synchronized (types) {
          return route(spelling, rest.substring(spelling.prefix.length()), request);
        }
      }
    }
    return notFound();
  }

  private Reply route(Spelling spelling, String path, Ledger.Entry request) {
    if (path.equals("/contenttypes")) {
      return switch (request.method()) {
        case "GET" -> list(spelling, request);
        case "POST" -> create(spelling, request);
        default -> notAllowed("GET, POST");
      };
    }
    if (path.startsWith("/contenttypes/")) {
      String key = decode(path.substring("/contenttypes/".length()));
      return switch (request.method()) {
        case "GET" -> read(spelling, key, request);
        case "PATCH" -> patch(spelling, key, request);
        case "DELETE" -> delete(spelling, key, request);
        default -> notAllowed("GET, PATCH, DELETE");
      };
    }
    if (path.equals("/manifest") && spelling == Spelling.V1) {
      return switch (request.method()) {
        case "GET" -> exportManifest();
        case "POST" -> importManifest(request);
        default -> notAllowed("GET, POST");
      };
    }
    return notFound();
  }

  private Reply list(Spelling spelling, Ledger.Entry request) {
    Map<String, List<String>> query = query(request.target());
    int index = number(query, "pageIndex", 0);
    int size = number(query, "pageSize", 100);
    if (index < 0 || index > 10_000 || size < 1 || size > 10_000) {
      return Reply.problem(400, "Bad Request", "The page is out of range", null);
    }
    List<String> sources = query.getOrDefault("sources", List.of(""));
    String container = query.getOrDefault("forContainerType", List.of("")).get(0);
    List<Stored> found =
        types.all().stream()
            .filter(
                type ->
                    sources.contains("ALL") || sources.contains(type.content().getString("source")))
            .filter(type -> container.isEmpty() || mayContain(container, type))
            .toList();
    JsonArrayBuilder items = Json.createArrayBuilder();
    found.stream()
        .skip((long) index * size)
        .limit(size)
        .forEach(type -> items.add(spelling.outward(type.content())));
    JsonObjectBuilder page =
        Json.createObjectBuilder()
            .add("items", items)
            .add("pageIndex", index)
            .add("pageSize", size);
    if (spelling == Spelling.PREVIEW3 || settings.get().totals()) {
      page.add(spelling.total, found.size());
    } else {
      page.addNull(spelling.total);
    }
    return Reply.json(200, page.build());
  }

  private boolean mayContain(String container, Stored type) {
    return types
        .current(container)
        .map(stored -> stored.content().get("mayContainTypes"))
        .map(
            allowed ->
                allowed instanceof JsonArray array
                    && array
                        .getValuesAs(JsonString::getString)
                        .contains(type.content().getString("key")))
        .orElse(false);
  }

  private Reply read(Spelling spelling, String key, Ledger.Entry request) {
    Optional<Stored> seen = types.seen(key);
    if (seen.isEmpty()) {
      return missing(key);
    }
    Stored stored = seen.get();
    Optional<String> noneMatch = request.header("If-None-Match");
    boolean unchanged =
        noneMatch.isPresent()
            ? matches(noneMatch.get(), stored.etag())
            : request
                .header("If-Modified-Since")
                .flatMap(CmsApi::date)
                .map(since -> !stored.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .orElse(false);
    return validators(
        unchanged ? Reply.empty(304) : Reply.json(200, spelling.outward(stored.content())), stored);
  }

  private Reply create(Spelling spelling, Ledger.Entry request) {
    Optional<JsonObject> body = object(request, "application/json");
    if (body.isEmpty()) {
      return unreadable();
    }
    JsonObject sent = spelling.inward(body.get());
    List<Wrong> wrong = new ArrayList<>();
    if (settings.get().rejectUnknown()) {
      wrong.addAll(ContentRules.unknown(sent));
    }
    JsonObject content = withoutNulls(ContentRules.known(sent));
    wrong.addAll(ContentRules.violations(content));
    wrong.addAll(absent(content));
    if (!wrong.isEmpty()) {
      return invalid(wrong);
    }
    String key = content.getString("key");
    if (types.current(key).isPresent()) {
      return Reply.problem(
          409, "Conflict", "A content type '" + key + "' exists", "ConflictingResource");
    }
    Stored stored = types.put(content, AUTHOR, settings.get());
    Reply reply =
        spelling == Spelling.PREVIEW3 || prefersBody(request)
            ? Reply.json(201, spelling.outward(stored.content()))
            : Reply.empty(201);
    return validators(
        reply.header("Location", basePath + spelling.prefix + "/contenttypes/" + key), stored);
  }

  private Reply patch(Spelling spelling, String key, Ledger.Entry request) {
    Optional<JsonObject> body = object(request, "application/merge-patch+json");
    if (body.isEmpty()) {
      return unreadable();
    }
    Optional<Stored> current = types.current(key);
    if (current.isEmpty()) {
      return missing(key);
    }
    Stored before = current.get();
    if (stale(request, before)) {
      return changed(key);
    }
    JsonObject patch = spelling.inward(body.get());
    if (settings.get().rejectUnknown()) {
      List<Wrong> unknown = ContentRules.unknown(patch);
      if (!unknown.isEmpty()) {
        return invalid(unknown);
      }
    }
    JsonObject old = ContentRules.known(before.content());
    JsonObject content = Json.createMergePatch(ContentRules.known(patch)).apply(old).asJsonObject();
    List<Wrong> wrong = ContentRules.violations(content);
    wrong.addAll(absent(content));
    for (String immutable : List.of("key", "baseType")) {
      JsonValue was = old.get(immutable);
      if (was != null && !was.equals(content.get(immutable))) {
        wrong.add(new Wrong(immutable, "Cannot be changed"));
      }
    }
    if (!wrong.isEmpty()) {
      return invalid(wrong);
    }
    if (ContentRules.breaks(old, content)
        && !request.header("cms-ignore-data-loss-warnings").orElse("").equals("true")) {
      return Reply.problem(
          400,
          "Bad Request",
          "The changes to '"
              + key
              + "' are considered breaking and could potentially result in data loss.",
          null);
    }
    Stored stored = types.put(content, AUTHOR, settings.get());
    Reply reply =
        spelling == Spelling.PREVIEW3 || prefersBody(request)
            ? Reply.json(200, spelling.outward(stored.content()))
            : Reply.empty(204);
    return validators(reply, stored);
  }

  private Reply delete(Spelling spelling, String key, Ledger.Entry request) {
    Optional<Stored> current = types.current(key);
    if (current.isEmpty()) {
      return missing(key);
    }
    if (stale(request, current.get())) {
      return changed(key);
    }
    if (types.isUsed(key)) {
      return Reply.problem(
          409, "Conflict", "The content type '" + key + "' is in use", "ConflictingResource");
    }
    types.remove(key, settings.get());
    return spelling == Spelling.PREVIEW3 || prefersBody(request)
        ? Reply.json(200, spelling.outward(current.get().content()))
        : Reply.empty(204);
  }

  /** What a type may contain must be there first, where that is asked for. */
  private List<Wrong> absent(JsonObject content) {
    if (!settings.get().namedMustExist()
        || !(content.get("mayContainTypes") instanceof JsonArray named)) {
      return List.of();
    }
    return named.stream()
        .map(name -> ((JsonString) name).getString())
        .filter(name -> !name.startsWith("_") && !name.equals("*"))
        .filter(name -> !name.equals(content.getString("key")))
        .filter(name -> types.current(name).isEmpty())
        .map(name -> new Wrong("mayContainTypes", "There is no content type '" + name + "'"))
        .toList();
  }

  private Reply exportManifest() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    types.all().stream()
        .filter(type -> type.content().getString("source").isEmpty())
        .forEach(type -> all.add(type.content()));
    return Reply.json(
        200,
        Json.createObjectBuilder()
            .add("contentTypes", all)
            .add("displayTemplates", JsonValue.EMPTY_JSON_ARRAY)
            .add("propertyGroups", JsonValue.EMPTY_JSON_ARRAY)
            .add("locales", JsonValue.EMPTY_JSON_ARRAY)
            .build());
  }

  private Reply importManifest(Ledger.Entry request) {
    Optional<JsonObject> body = object(request, MANIFEST);
    if (body.isEmpty()) {
      return unreadable();
    }
    JsonArrayBuilder outcomes = Json.createArrayBuilder();
    JsonArrayBuilder errors = Json.createArrayBuilder();
    JsonValue wanted = body.get().getOrDefault("contentTypes", JsonValue.EMPTY_JSON_ARRAY);
    for (JsonValue value : wanted instanceof JsonArray array ? array : List.<JsonValue>of()) {
      JsonObject type = value.asJsonObject();
      List<Wrong> wrong = new ArrayList<>();
      if (settings.get().rejectUnknown()) {
        wrong.addAll(ContentRules.unknown(type));
      }
      JsonObject content = withoutNulls(ContentRules.known(type));
      wrong.addAll(ContentRules.violations(content));
      wrong.addAll(absent(content));
      JsonArrayBuilder into = wrong.isEmpty() ? outcomes : errors;
      if (wrong.isEmpty()) {
        types.put(content, AUTHOR, settings.get());
      }
      into.add(
          Json.createObjectBuilder()
              .add("section", "contentTypes")
              .add(
                  "message",
                  wrong.isEmpty()
                      ? "Imported"
                      : wrong.get(0).field() + ": " + wrong.get(0).detail())
              .add("resource", type.getString("key", "")));
    }
    return Reply.json(
        200, Json.createObjectBuilder().add("outcomes", outcomes).add("errors", errors).build());
  }

  private static JsonObject withoutNulls(JsonObject content) {
    return Json.createMergePatch(content).apply(JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
  }

  private static Reply validators(Reply reply, Stored stored) {
    return reply
        .header("ETag", stored.etag())
        .header(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                stored.modified().atOffset(ZoneOffset.UTC)));
  }

  private static boolean prefersBody(Ledger.Entry request) {
    return request.header("Prefer").orElse("").contains("return=representation");
  }

  private static boolean stale(Ledger.Entry request, Stored stored) {
    Optional<String> tags = request.header("If-Match").filter(value -> !onlyWeak(value));
    if (tags.isPresent()) {
      return !matches(tags.get(), stored.etag());
    }
    return request
        .header("If-Unmodified-Since")
        .flatMap(CmsApi::date)
        .map(since -> stored.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
        .orElse(false);
  }

  private static boolean onlyWeak(String tags) {
    return Arrays.stream(tags.split(",", -1)).allMatch(tag -> tag.strip().startsWith("W/"));
  }

  private static boolean matches(String tags, String etag) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonObject> object(Ledger.Entry request, String mediaType) {
    String sent = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!sent.equals(mediaType) && !sent.startsWith(mediaType + ";")) {
      return Optional.empty();
    }
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(request.body()))) {
      return Optional.of(reader.readObject());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static Map<String, List<String>> query(String target) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int mark = target.indexOf('?');
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        values
            .computeIfAbsent(decode(name), key -> new ArrayList<>())
            .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static int number(Map<String, List<String>> query, String name, int usual) {
    if (!query.containsKey(name)) {
      return usual;
    }
    try {
      return Integer.parseInt(query.get(name).get(0));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static String decode(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  private static Reply unreadable() {
    return Reply.problem(
        400, "Bad Request", "The body is not an object of the expected media type", null);
  }

  private static Reply invalid(List<Wrong> wrong) {
    return Reply.problem(
        400, "Bad Request", "The content type is not valid", "ValidationFailed", wrong);
  }

  private static Reply missing(String key) {
    return Reply.problem(404, "Not Found", "There is no content type '" + key + "'", "NotFound");
  }

  private static Reply notFound() {
    return Reply.problem(404, "Not Found", "There is nothing here", null);
  }

  private static Reply changed(String key) {
    return Reply.problem(
        412, "Precondition Failed", "'" + key + "' has changed", "PreconditionFailed");
  }

  private static Reply notAllowed(String methods) {
    return Reply.problem(405, "Method Not Allowed", "Only " + methods, null)
        .header("Allow", methods);
  }
}
