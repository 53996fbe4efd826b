package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import dev.synctrail.integration.optimizely.standin.ResourceStore.Stored;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The REST operations on the resources of one kind: list, create, read, update, delete. */
final class Resources {
  static final String FORCE = "cms-ignore-data-loss-warnings";

  private static final String AUTHOR = "api";

  private final Kind kind;
  private final ResourceStore store;
  private final References references;

  Resources(Kind kind, ResourceStore store, References references) {
    this.kind = kind;
    this.store = store;
    this.references = references;
  }

  /** Finds references to resources that do not exist. */
  interface References {
    List<Wrong> absent(Kind kind, JsonObject resource, Settings settings);
  }

  /** Answers a request for the collection. */
  Reply collection(Spelling spelling, String root, Ledger.Entry request, Settings settings) {
    return switch (request.method()) {
      case "GET" -> list(spelling, Query.of(request.target()), settings);
      case "POST" -> create(spelling, root, request, settings);
      default -> notAllowed("GET, POST");
    };
  }

  /** Answers a request for one resource. */
  Reply one(Spelling spelling, String key, Ledger.Entry request, Settings settings) {
    return switch (request.method()) {
      case "GET" -> read(spelling, key, request);
      case "PATCH" -> patch(spelling, key, request, settings);
      case "DELETE" -> delete(spelling, key, request, settings);
      default -> notAllowed("GET, PATCH, DELETE");
    };
  }

  private Reply list(Spelling spelling, Query query, Settings settings) {
    int index = query.number("pageIndex", 0);
    int size = query.number("pageSize", 100);
    if (index < 0 || index > 10_000 || size < 1 || size > 10_000) {
      return Reply.problem(400, "Bad Request", "The page is out of range", null);
    }
    List<Stored> found = store.all().stream().filter(one -> isListed(one, query)).toList();
    JsonArrayBuilder items = Json.createArrayBuilder();
    found.stream()
        .skip((long) index * size)
        .limit(size)
        .forEach(one -> items.add(outward(spelling, one.content())));
    JsonObjectBuilder page =
        Json.createObjectBuilder()
            .add("items", items)
            .add("pageIndex", index)
            .add("pageSize", size);
    if (spelling == Spelling.PREVIEW3 || settings.totals()) {
      page.add(spelling.total, found.size());
    } else {
      page.addNull(spelling.total);
    }
    return Reply.json(200, page.build());
  }

  private boolean isListed(Stored one, Query query) {
    if (kind != Kind.CONTENT_TYPES) {
      return true;
    }
    List<String> sources = query.all("sources");
    String source = one.content().getString("source");
    boolean wanted = source.isEmpty() ? sources.isEmpty() || sources.contains("DEFAULT") : false;
    String container = query.first("forContainerType");
    return (wanted || sources.contains("ALL") || sources.contains(source))
        && (container.isEmpty() || mayContain(container, one));
  }

  private boolean mayContain(String container, Stored type) {
    return store
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
    Optional<Stored> seen = store.visible(key);
    if (seen.isEmpty()) {
      return missing(key);
    }
    Stored stored = seen.get();
    return Conditions.validators(
        Conditions.isUnchanged(request, stored)
            ? Reply.empty(304)
            : Reply.json(200, outward(spelling, stored.content())),
        stored);
  }

  private Reply create(Spelling spelling, String root, Ledger.Entry request, Settings settings) {
    Optional<JsonObject> body = object(request, "application/json");
    if (body.isEmpty()) {
      return unreadable();
    }
    List<Wrong> wrong = new ArrayList<>();
    JsonObject content = accepted(inward(spelling, body.get()), settings, wrong);
    if (!wrong.isEmpty()) {
      return invalid(wrong);
    }
    String key = content.getString("key");
    if (store.current(key).isPresent()) {
      return Reply.problem(
          409, "Conflict", "The " + kind.noun + " '" + key + "' exists", "ConflictingResource");
    }
    Stored stored = store.put(content, AUTHOR, settings);
    return writeReply(spelling, request, 201, 201, stored)
        .header("Location", root + spelling.prefix + "/" + kind.path + "/" + key);
  }

  private Reply patch(Spelling spelling, String key, Ledger.Entry request, Settings settings) {
    Optional<JsonObject> body = object(request, "application/merge-patch+json");
    if (body.isEmpty()) {
      return unreadable();
    }
    Optional<Stored> current = store.current(key);
    if (current.isEmpty()) {
      return missing(key);
    }
    Stored before = current.get();
    if (Conditions.isStale(request, before)) {
      return changed(key);
    }
    List<Wrong> wrong = new ArrayList<>();
    JsonObject patch = known(inward(spelling, body.get()), settings, wrong);
    if (!wrong.isEmpty()) {
      return invalid(wrong);
    }
    JsonObject old = kind.shape().known(before.content(), unknown -> {});
    JsonObject content = Json.createMergePatch(patch).apply(old).asJsonObject();
    check(content, settings, wrong);
    kind.changed(old, content).forEach(name -> wrong.add(new Wrong(name, "Cannot be changed")));
    if (!wrong.isEmpty()) {
      return invalid(wrong);
    }
    if (breaks(old, content) && !isForced(request)) {
      return Reply.problem(400, "Bad Request", breaking(key), null);
    }
    return writeReply(spelling, request, 200, 204, store.put(content, AUTHOR, settings));
  }

  private Reply delete(Spelling spelling, String key, Ledger.Entry request, Settings settings) {
    Optional<Stored> current = store.current(key);
    if (current.isEmpty()) {
      return missing(key);
    }
    if (Conditions.isStale(request, current.get())) {
      return changed(key);
    }
    if (store.isUsed(key)) {
      return Reply.problem(
          409, "Conflict", "The " + kind.noun + " '" + key + "' is in use", "ConflictingResource");
    }
    store.remove(key, settings);
    return answersBody(spelling, request)
        ? applied(request, Reply.json(200, outward(spelling, current.get().content())))
        : Reply.empty(204);
  }

  /** The result of one resource in a manifest. */
  record Imported(String resource, String message, boolean failed) {}

  /** Creates or updates one resource of a manifest; a loss of data is only applied when forced. */
  Imported upsert(JsonValue value, boolean forced, Settings settings) {
    if (!(value instanceof JsonObject sent)) {
      return new Imported("", "Not a " + kind.noun + ": " + value, true);
    }
    String named = sent.get("key") instanceof JsonString key ? key.getString() : "";
    List<Wrong> wrong = new ArrayList<>();
    JsonObject content = accepted(sent, settings, wrong);
    Optional<Stored> current = store.current(named);
    if (current.isPresent()) {
      JsonObject old = kind.shape().known(current.get().content(), unknown -> {});
      kind.changed(old, content).forEach(name -> wrong.add(new Wrong(name, "Cannot be changed")));
      if (wrong.isEmpty() && kind.withDefaults(content).equals(old)) {
        return new Imported(named, "The " + kind.noun + " '" + named + "' is unchanged.", false);
      }
      if (wrong.isEmpty() && breaks(old, kind.withDefaults(content)) && !forced) {
        return new Imported(
            named,
            breaking(named)
                + " Use the 'ignoreDataLossWarnings' option to apply the changes anyway.",
            true);
      }
    }
    if (!wrong.isEmpty()) {
      StringBuilder all = new StringBuilder("The " + kind.noun + " '" + named + "' is not valid.");
      wrong.forEach(each -> all.append(' ').append(each.field() + ": " + each.detail() + "."));
      return new Imported(named, all.toString(), true);
    }
    store.put(content, AUTHOR, settings);
    return new Imported(
        named,
        "The "
            + kind.noun
            + " '"
            + named
            + (current.isPresent() ? "' has been updated." : "' has been created."),
        false);
  }

  /** Returns the stored form of a whole resource; adds all violations. */
  private JsonObject accepted(JsonObject sent, Settings settings, List<Wrong> wrong) {
    JsonObject content = kind.shape().dense(known(sent, settings, wrong)).asJsonObject();
    check(content, settings, wrong);
    return content;
  }

  private JsonObject known(JsonObject sent, Settings settings, List<Wrong> wrong) {
    Consumer<Wrong> unknown = settings.rejectUnknown() ? wrong::add : each -> {};
    return kind.shape().known(sent, unknown);
  }

  private void check(JsonObject content, Settings settings, List<Wrong> wrong) {
    kind.shape().check(content, wrong);
    if (wrong.isEmpty()) {
      wrong.addAll(references.absent(kind, content, settings));
    }
  }

  private boolean breaks(JsonObject before, JsonObject after) {
    return kind == Kind.CONTENT_TYPES && ContentRules.breaks(before, after);
  }

  static boolean isForced(Ledger.Entry request) {
    return request.header(FORCE).orElse("").equals("true");
  }

  private static String breaking(String key) {
    return "The changes to '"
        + key
        + "' are considered breaking and could potentially result in data loss.";
  }

  private Reply writeReply(
      Spelling spelling, Ledger.Entry request, int whole, int empty, Stored stored) {
    return Conditions.validators(
        answersBody(spelling, request)
            ? applied(request, Reply.json(whole, outward(spelling, stored.content())))
            : Reply.empty(empty),
        stored);
  }

  private static boolean answersBody(Spelling spelling, Ledger.Entry request) {
    return spelling == Spelling.PREVIEW3 || prefersBody(request);
  }

  private static Reply applied(Ledger.Entry request, Reply reply) {
    return prefersBody(request)
        ? reply.header("Preference-Applied", "return=representation")
        : reply;
  }

  private static boolean prefersBody(Ledger.Entry request) {
    return request.header("Prefer").orElse("").contains("return=representation");
  }

  private JsonObject outward(Spelling spelling, JsonObject stored) {
    return kind == Kind.CONTENT_TYPES ? spelling.outward(stored) : stored;
  }

  private JsonObject inward(Spelling spelling, JsonObject sent) {
    return kind == Kind.CONTENT_TYPES ? spelling.inward(sent) : sent;
  }

  static Optional<JsonObject> object(Ledger.Entry request, String... mediaTypes) {
    String sent = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (List.of(mediaTypes).stream()
        .noneMatch(type -> sent.equals(type) || sent.startsWith(type + ";"))) {
      return Optional.empty();
    }
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(request.body()))) {
      return Optional.of(reader.readObject());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  static Reply unreadable() {
    return Reply.problem(
        400, "Bad Request", "The body is not an object of the expected media type", null);
  }

  static Reply notAllowed(String methods) {
    return Reply.problem(405, "Method Not Allowed", "Only " + methods, null)
        .header("Allow", methods);
  }

  private Reply invalid(List<Wrong> wrong) {
    return Reply.problem(
        400, "Bad Request", "The " + kind.noun + " is not valid", "ValidationFailed", wrong);
  }

  private Reply missing(String key) {
    return Reply.problem(
        404, "Not Found", "There is no " + kind.noun + " '" + key + "'", "NotFound");
  }

  private static Reply changed(String key) {
    return Reply.problem(
        412, "Precondition Failed", "'" + key + "' has changed", "PreconditionFailed");
  }
}
