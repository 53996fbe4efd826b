package dev.synctrail.web.version;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.version.Committing;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.HeadMoved;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import dev.synctrail.version.Versions;
import dev.synctrail.web.console.PageContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores submitted content as versions, or returns its errors with their lines. */
@ApplicationScoped
class StoringVersions {
  private static final int LONGEST_MESSAGE = 1_000;

  private final Committing committing;
  private final Versions versions;
  private final Gateways gateways;

  @Inject
  StoringVersions(Committing committing, Versions versions, Gateways gateways) {
    this.committing = committing;
    this.versions = versions;
    this.gateways = gateways;
  }

  /**
   * Stores a content.
   *
   * @param key key of the type; null for the key in the content
   * @param expected the version that the content is based on
   */
  Stored store(
      @Nullable String key,
      byte[] content,
      String author,
      @Nullable String message,
      Committing.Expected expected) {
    try {
      if (message != null && message.length() > LONGEST_MESSAGE) {
        return Stored.refused(
            "", new InputError(1, "", PageContext.text("reasonTooLong", LONGEST_MESSAGE)));
      }
      String named = key == null ? keyIn(content) : key;
      if (!TypeKey.isLegal(named)) {
        return Stored.refused(
            named, new InputError(1, "/key", PageContext.text("illegalTypeKey", named)));
      }
      ContentType type = ContentType.read(new TypeKey(named), content);
      List<Violation> violations = gateways.modelOf(type.object()).check(type);
      if (!violations.isEmpty()) {
        return new Stored(named, false, InputError.of(content, violations), null);
      }
      return store(
          type,
          new Committing.Commit(type, VersionSource.UI, author, message, List.of(), expected));
    } catch (MalformedJson e) {
      return Stored.refused(key == null ? "" : key, InputError.of(e));
    }
  }

  /**
   * Stores the content unless a newer version is there. A version that the same request has stored
   * is not newer: a double click sends the request twice.
   */
  private Stored store(ContentType type, Committing.Commit commit) {
    String key = type.key().value();
    try {
      return new Stored(key, committing.commit(commit).created(), List.of(), null);
    } catch (HeadMoved e) {
      ContentTypeVersion head = versions.head(type.key()).orElse(null);
      if (head == null) {
        return Stored.refused(key, new InputError(1, "", PageContext.text("headMoved")));
      }
      if (!head.contentHash().equals(type.hash())) {
        return new Stored(key, false, List.of(), head);
      }
      VersionId base = commit.expected().head();
      boolean sameRequest =
          head.author().equals(commit.author())
              && head.parents().equals(base == null ? List.of() : List.of(base));
      return new Stored(key, sameRequest, List.of(), null);
    }
  }

  private String keyIn(byte[] content) {
    JsonObject object = StrictJson.readObject(content).object();
    return gateways.modelOf(object).key(object).orElse("");
  }

  /**
   * The result of storing a content.
   *
   * @param created whether a new version was created
   * @param errors why it was not stored; empty if it was stored or is unchanged
   * @param newer the version that another user has stored meanwhile, so that the content was not
   *     stored; null for none
   */
  public record Stored(
      String typeKey,
      boolean created,
      List<InputError> errors,
      @Nullable ContentTypeVersion newer) {
    static Stored refused(String typeKey, InputError inputError) {
      return new Stored(typeKey, false, List.of(inputError), null);
    }
  }
}
