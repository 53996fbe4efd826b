package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The behaviour of the REST API, without connections, ledger and faults. */
final class CmsApi {
  /**
   * The path of the API in a self-hosted CMS, which the tools of the vendor use on any such host.
   */
  private static final String SELF_HOSTED = "/_cms";

  private static final Set<String> BUILT_IN_GROUPS =
      Set.of("content", "scheduling", "settings", "shortcut", "categories", "dynamicblocks");

  private final Stores stores;
  private final Tokens tokens;
  private final Supplier<Settings> settings;
  private final List<String> roots;

  CmsApi(Stores stores, Tokens tokens, Supplier<Settings> settings, String basePath) {
    this.stores = stores;
    this.tokens = tokens;
    this.settings = settings;
    this.roots = basePath.isEmpty() ? List.of(SELF_HOSTED, "") : List.of(basePath);
  }

  /** The parts of an API path; the rest begins with a slash. */
  private record Route(String root, Spelling spelling, String rest) {}

  private Optional<Route> route(String path) {
    for (String root : roots) {
      for (Spelling spelling : Spelling.values()) {
        String prefix = root + spelling.prefix;
        if (path.startsWith(prefix + "/")) {
          return Optional.of(new Route(root, spelling, path.substring(prefix.length())));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the path after the version, or the whole path when it has no version. */
  String inVersion(String path) {
    return route(path).map(Route::rest).orElse(path);
  }

  Reply answer(Ledger.Entry request) {
    if (request.isToken()) {
      return request.method().equals("POST")
          ? tokens.issue(request, settings.get())
          : Resources.notAllowed("POST");
    }
    Route route = route(request.path()).orElse(null);
    if (route == null) {
      return notFound();
    }
    if (!tokens.accepts(request.header("Authorization"))) {
      return Reply.problem(401, "Unauthorized", "A valid access token is needed", null)
          .header("WWW-Authenticate", "Bearer");
    }
    synchronized (stores) {
      return answer(route, request);
    }
  }

  private Reply answer(Route route, Ledger.Entry request) {
    String[] path = route.rest.substring(1).split("/", -1);
    Kind kind = Kind.at(path[0]).filter(each -> each.isIn(route.spelling)).orElse(null);
    if (kind != null && path.length == 1) {
      return resources(kind).collection(route.spelling, route.root, request, settings.get());
    }
    if (kind != null && path.length == 2) {
      return resources(kind).one(route.spelling, Query.decode(path[1]), request, settings.get());
    }
    if (route.rest.equals("/manifest") && route.spelling == Spelling.V1) {
      return new Manifest(stores, this::resources).answer(request, settings.get());
    }
    if (route.rest.equals("/info") && route.spelling == Spelling.PREVIEW3) {
      return request.method().equals("GET") ? info() : Resources.notAllowed("GET");
    }
    return notFound();
  }

  private Resources resources(Kind kind) {
    return new Resources(kind, stores.of(kind), this::missingReferences);
  }

  private static Reply info() {
    return Reply.json(
        200,
        Json.createObjectBuilder()
            .add("apiVersion", "preview3")
            .add("serviceVersion", "1.0.0")
            .add("cmsVersion", "13.0.0")
            .build());
  }

  /**
   * Returns violations for references to missing resources, when the settings require them to
   * exist.
   */
  private List<Wrong> missingReferences(Kind kind, JsonObject resource, Settings now) {
    List<Wrong> wrong = new ArrayList<>();
    if (kind == Kind.APPLICATIONS) {
      overlapping(resource).ifPresent(wrong::add);
    }
    if (!now.namedMustExist()) {
      return wrong;
    }
    String own = resource.getString("key");
    if (kind == Kind.CONTENT_TYPES) {
      named(resource, "mayContainTypes")
          .filter(name -> !name.equals(own))
          .forEach(name -> require(Kind.CONTENT_TYPES, name, "mayContainTypes", wrong));
      named(resource, "contracts")
          .forEach(name -> require(Kind.CONTENT_TYPES, name, "contracts", wrong));
      if (resource.get("properties") instanceof JsonObject properties) {
        properties.forEach(
            (name, property) -> {
              String group = property.asJsonObject().getString("group", "");
              if (!group.isEmpty() && !BUILT_IN_GROUPS.contains(group.toLowerCase(Locale.ROOT))) {
                require(Kind.PROPERTY_GROUPS, group, "properties." + name + ".group", wrong);
              }
            });
      }
    }
    if (kind == Kind.DISPLAY_TEMPLATES && resource.containsKey("contentType")) {
      require(Kind.CONTENT_TYPES, resource.getString("contentType"), "contentType", wrong);
    }
    return wrong;
  }

  private static Stream<String> named(JsonObject resource, String member) {
    return resource.get(member) instanceof JsonArray array
        ? array.getValuesAs(JsonString::getString).stream()
            .filter(name -> !name.startsWith("_") && !name.equals("*"))
        : Stream.of();
  }

  private void require(Kind kind, String key, String field, List<Wrong> wrong) {
    if (stores.of(kind).current(key).isEmpty()) {
      wrong.add(new Wrong(field, "There is no " + kind.noun + " '" + key + "'"));
    }
  }

  private Optional<Wrong> overlapping(JsonObject application) {
    return stores.of(Kind.APPLICATIONS).all().stream()
        .map(ResourceStore.Stored::content)
        .filter(other -> !other.getString("key").equals(application.getString("key")))
        .filter(other -> other.getString("entryPoint").equals(application.getString("entryPoint")))
        .map(other -> new Wrong("entryPoint", "Application entry points cannot overlap"))
        .findFirst();
  }

  private static Reply notFound() {
    return Reply.problem(404, "Not Found", "There is nothing here", null);
  }
}
