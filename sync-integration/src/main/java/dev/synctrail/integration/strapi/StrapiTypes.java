package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.OwnMembers;
import dev.synctrail.integration.adapter.PlatformSettings;
import dev.synctrail.integration.adapter.Push;
import dev.synctrail.integration.adapter.ResponseClassifier;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.integration.adapter.TypeApi;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content types of one Strapi: an update replaces the whole type, a write is answered with the
 * uid only, and Strapi restarts after it.
 */
final class StrapiTypes implements TypeApi<StrapiSchema> {
  private static final String TYPES = "/content-type-builder/content-types";
  private static final String ABSENT = "contentType.notFound";

  private final Platform platform;
  private final OwnMembers own;

  StrapiTypes(Platform platform, Iterable<Snapshot> own) {
    this.platform = platform;
    this.own = new OwnMembers(own, content -> StrapiSchema.of(content).map(StrapiSchema::members));
  }

  /** Creates a request for all types, or for one with a path of its own. */
  static Outgoing request(Platform platform, String method, String path) {
    return Session.request(method, PlatformSettings.address(platform, TYPES + path));
  }

  @Override
  public Outgoing get(TypeKey key) {
    return request(platform, "GET", "/" + uid(key));
  }

  @Override
  public Outgoing create(TypeKey key, Snapshot content, StrapiSchema wanted) {
    boolean asDesired =
        LiveJson.read(content).filter(type -> type.containsKey("contentType")).isPresent();
    Snapshot body = asDesired ? content : Snapshot.ofText(wanted.creation().toString());
    return request(platform, "POST", "").body("application/json", body);
  }

  @Override
  public Outgoing update(TypeKey key, StrapiSchema live, StrapiSchema wanted, PushOptions options) {
    return request(platform, "PUT", "/" + wanted.uid())
        .body("application/json", Snapshot.ofText(live.update(wanted).toString()));
  }

  @Override
  public Outgoing delete(TypeKey key) {
    return request(platform, "DELETE", "/" + uid(key));
  }

  @Override
  public boolean isAbsent(ResponseClassifier responseClassifier, ExchangeResult ended) {
    Integer status = ended.status();
    return status != null
        && status == 404
        && LiveJson.readLenient(ended)
            .map(StrapiErrorParser::code)
            .filter(ABSENT::equals)
            .isPresent();
  }

  @Override
  public Optional<StrapiSchema> shown(TypeKey key, JsonObject answer) {
    return StrapiSchema.of(answer).filter(type -> type.uid().equals(uid(key)));
  }

  /** Strapi has no entity tags; the digest of the state takes their place. */
  @Override
  public @Nullable String tag(ExchangeResult ended) {
    Snapshot text = ended.decoded().text();
    return text == null ? null : "\"" + ContentHash.of(text.bytes()) + "\"";
  }

  @Override
  public boolean names(TypeKey key, JsonObject answer) {
    return answer.get("data") instanceof JsonObject data
        && LiveJson.text(data, "uid").equals(Optional.of(uid(key).toString()));
  }

  @Override
  public boolean answersWithType() {
    return false;
  }

  @Override
  public boolean warnsOfLosses() {
    return false;
  }

  @Override
  public Optional<StrapiSchema> parse(Snapshot content) {
    return LiveJson.read(content).flatMap(StrapiSchema::of);
  }

  @Override
  public StrapiSchema desired(TypeKey key, Snapshot content) {
    StrapiSchema type =
        parse(content)
            .orElseThrow(() -> invalid("The content is not a Strapi content type", List.of()));
    TypeUid uid = uid(key);
    if (!type.isOf(key)) {
      throw invalid("The key of the content must be " + key, List.of());
    }
    return new StrapiSchema(uid, type.members());
  }

  /** Strapi would ignore the change of a name and report success. */
  @Override
  public void requireExpressible(
      PushOrder order, @Nullable StrapiSchema live, StrapiSchema wanted) {
    if (live == null) {
      if (!wanted.uid().hasOwnApi()) {
        throw invalid(
            "Strapi creates a type only in the API of the same name, not "
                + wanted.uid()
                + "; nothing was written",
            List.of());
      }
      return;
    }
    List<FieldError> unchangeable = live.unchangeable(wanted);
    if (!unchangeable.isEmpty()) {
      throw invalid("Strapi cannot change " + Push.names(unchangeable), unchangeable);
    }
  }

  @Override
  public StrapiSchema withForeignMembers(StrapiSchema live, StrapiSchema wanted) {
    return wanted.withForeignMembers(live, own);
  }

  @Override
  public Set<String> parts(StrapiSchema type) {
    return type.parts();
  }

  @Override
  public Set<String> missing(StrapiSchema live, StrapiSchema wanted) {
    return live.missing(wanted);
  }

  @Override
  public List<FieldError> losses(StrapiSchema live, StrapiSchema wanted) {
    return live.losses(wanted);
  }

  private static TypeUid uid(TypeKey key) {
    return TypeUid.of(key)
        .orElseThrow(() -> invalid("No Strapi type can have the key " + key, List.of()));
  }

  private static Rejected invalid(String message, List<FieldError> fields) {
    return Push.rejected(FailureClass.INVALID_CONTENT, message, fields);
  }
}
