package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All definitions of a site in one document. An import applies each entry and never deletes. */
final class Manifest {
  private static final List<Kind> KINDS =
      Arrays.stream(Kind.values()).filter(kind -> kind.section != null).toList();
  private static final Set<String> SECTIONS =
      KINDS.stream().map(Manifest::section).collect(Collectors.toUnmodifiableSet());

  private final Stores stores;
  private final Function<Kind, Resources> resources;

  Manifest(Stores stores, Function<Kind, Resources> resources) {
    this.stores = stores;
    this.resources = resources;
  }

  private static String section(Kind kind) {
    return Objects.requireNonNull(kind.section);
  }

  Reply answer(Ledger.Entry request, Settings settings) {
    return switch (request.method()) {
      case "GET" -> export(Query.of(request.target()));
      case "POST" -> importing(request, settings);
      default -> Resources.notAllowed("GET, POST");
    };
  }

  private Reply export(Query query) {
    List<String> wanted = query.all("sections");
    if (!SECTIONS.containsAll(wanted)) {
      return Reply.problem(400, "Bad Request", "There are only the sections " + SECTIONS, null);
    }
    boolean readOnly = query.first("includeReadOnly").equals("true");
    JsonObjectBuilder manifest = Json.createObjectBuilder();
    String modified = "";
    for (Kind kind : KINDS) {
      if (!wanted.isEmpty() && !wanted.contains(section(kind))) {
        continue;
      }
      JsonArrayBuilder all = Json.createArrayBuilder();
      for (ResourceStore.Stored one : stores.of(kind).all()) {
        if (readOnly || one.content().getString("source", "").isEmpty()) {
          all.add(one.content());
          String last = one.content().getString("lastModified");
          modified = last.compareTo(modified) > 0 ? last : modified;
        }
      }
      manifest.add(section(kind), all);
    }
    if (!modified.isEmpty()) {
      manifest.add("lastModified", modified);
    }
    return Reply.json(200, manifest.build());
  }

  private Reply importing(Ledger.Entry request, Settings settings) {
    JsonObject manifest =
        Resources.object(
                request, "application/vnd.optimizely.cms.v1.manifest+json", "application/json")
            .orElse(null);
    if (manifest == null) {
      return Resources.unreadable();
    }
    for (Map.Entry<String, JsonValue> member : manifest.entrySet()) {
      boolean list = member.getValue() instanceof JsonArray || member.getValue() == JsonValue.NULL;
      if (SECTIONS.contains(member.getKey()) ? !list : !member.getKey().equals("lastModified")) {
        return Reply.problem(
            400, "Bad Request", "'" + member.getKey() + "' is no section of a manifest", null);
      }
    }
    JsonArrayBuilder outcomes = Json.createArrayBuilder();
    JsonArrayBuilder errors = Json.createArrayBuilder();
    for (Kind kind : KINDS) {
      if (manifest.get(section(kind)) instanceof JsonArray entries) {
        for (JsonValue entry : entries) {
          Resources.Imported imported =
              resources.apply(kind).upsert(entry, Resources.isForced(request), settings);
          (imported.failed() ? errors : outcomes)
              .add(
                  Json.createObjectBuilder()
                      .add("section", section(kind))
                      .add("message", imported.message())
                      .add("resource", imported.resource()));
        }
      }
    }
    return Reply.json(
        200, Json.createObjectBuilder().add("outcomes", outcomes).add("errors", errors).build());
  }
}
