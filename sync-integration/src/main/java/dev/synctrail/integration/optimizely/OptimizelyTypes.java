package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.OwnMembers;
import dev.synctrail.integration.adapter.Push;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.integration.adapter.TypeApi;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content types of one Optimizely: an update is a merge patch, and a write is answered with the
 * type. A type is an object in the dialect of the platform.
 */
final class OptimizelyTypes implements TypeApi<JsonObject> {
  private static final String TYPES = "/contenttypes";

  /** A strong entity tag of RFC 9110, restricted to characters that every header can contain. */
  private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7E]*\"");

  private final Platform platform;
  private final Dialect dialect;
  private final MergePatch patch;

  OptimizelyTypes(Platform platform, Iterable<Snapshot> own) {
    this.platform = platform;
    this.dialect = Dialect.of(platform);
    this.patch =
        new MergePatch(
            OptimizelyPlatformSettings.leftAlone(platform),
            new OwnMembers(own, content -> Optional.of(dialect.spelled(content))));
  }

  @Override
  public Outgoing get(TypeKey key) {
    return request("GET", TYPES + "/" + key);
  }

  @Override
  public Outgoing create(TypeKey key, Snapshot content, JsonObject wanted) {
    boolean asDesired = LiveJson.read(content).filter(wanted::equals).isPresent();
    return write("POST", TYPES)
        .body("application/json", asDesired ? content : Snapshot.ofText(wanted.toString()));
  }

  @Override
  public Outgoing update(TypeKey key, JsonObject live, JsonObject wanted, PushOptions options) {
    Snapshot change = Snapshot.ofText(patch.between(live, wanted).toString());
    return allowingDataLoss(options, write("PATCH", TYPES + "/" + key))
        .body("application/merge-patch+json", change);
  }

  @Override
  public Outgoing delete(TypeKey key) {
    return write("DELETE", TYPES + "/" + key);
  }

  private Outgoing write(String method, String path) {
    return request(method, path).header("Prefer", "return=representation");
  }

  private Outgoing request(String method, String path) {
    return Session.request(method, OptimizelyPlatformSettings.address(platform, path));
  }

  /** Adds the header that allows changes with data loss, when the options allow them. */
  static Outgoing allowingDataLoss(PushOptions options, Outgoing out) {
    return options.ignoreDataLossWarnings()
        ? out.header("cms-ignore-data-loss-warnings", "true")
        : out;
  }

  @Override
  public Set<Integer> success(Operation operation) {
    return operation == Operation.CREATE ? Set.of(200, 201, 204) : Set.of(200, 204);
  }

  @Override
  public Optional<JsonObject> shown(TypeKey key, JsonObject answer) {
    return hasKey(key, answer) ? Optional.of(dialect.spelled(answer)) : Optional.empty();
  }

  @Override
  public @Nullable String tag(ExchangeResult ended) {
    return ended.header("ETag").filter(tag -> STRONG.matcher(tag).matches()).orElse(null);
  }

  @Override
  public Optional<JsonObject> parse(Snapshot content) {
    return Optional.of(dialect.spelled(LiveJson.read(content).orElse(JsonValue.EMPTY_JSON_OBJECT)));
  }

  @Override
  public JsonObject desired(TypeKey key, Snapshot content) {
    JsonObject type = LiveJson.read(content).orElse(null);
    if (type == null) {
      throw invalid("The content is not a JSON object");
    }
    if (type.getOrDefault("key", JsonValue.NULL).equals(JsonValue.NULL)) {
      type = TypeJson.named(key, type);
    } else if (!hasKey(key, type)) {
      throw invalid("The key of the content must be " + key);
    }
    return dialect.spelled(TypeJson.settable(type));
  }

  private static boolean hasKey(TypeKey key, JsonObject type) {
    return LiveJson.text(type, "key").equals(Optional.of(key.value()));
  }

  private static Rejected invalid(String message) {
    return Push.rejected(FailureClass.INVALID_CONTENT, message, List.of());
  }

  /** A merge patch cannot express every exact restore. */
  @Override
  public void requireExpressible(PushOrder order, @Nullable JsonObject live, JsonObject wanted) {
    List<FieldError> notExpressible =
        live != null && order.options().is(PushFlag.EXACTLY)
            ? MergePatch.notExpressible(live, wanted)
            : List.of();
    if (!notExpressible.isEmpty()) {
      throw Push.rejected(
          FailureClass.NOT_EXPRESSIBLE,
          "A merge patch cannot restore " + Push.names(notExpressible) + "; nothing was written",
          notExpressible);
    }
  }

  @Override
  public JsonObject withForeignMembers(JsonObject live, JsonObject wanted) {
    return patch.withForeignMembers(live, wanted);
  }

  /** Each member of the type and each property is one part. */
  @Override
  public Set<String> parts(JsonObject type) {
    Set<String> parts = new LinkedHashSet<>();
    type.forEach(
        (name, value) -> {
          if (name.equals("properties") && value instanceof JsonObject properties) {
            properties.keySet().forEach(key -> parts.add("/properties/" + Json.encodePointer(key)));
          } else {
            parts.add("/" + Json.encodePointer(name));
          }
        });
    return parts;
  }

  @Override
  public Set<String> missing(JsonObject live, JsonObject wanted) {
    return parts(patch.between(live, wanted));
  }

  @Override
  public List<String> differences(JsonObject live, JsonObject wanted) {
    return Pointers.of(patch.between(live, wanted));
  }

  @Override
  public List<FieldError> losses(JsonObject live, JsonObject wanted) {
    return DataLoss.of(live, wanted);
  }

  /** A response that still lacks everything that was sent shows the type as it was. */
  @Override
  public boolean isWritten(@Nullable JsonObject before, JsonObject stored, JsonObject wanted) {
    JsonObject was =
        before == null ? Json.createObjectBuilder().add("key", stored.get("key")).build() : before;
    return !patch.from(stored, wanted).equals(patch.from(was, wanted));
  }
}
