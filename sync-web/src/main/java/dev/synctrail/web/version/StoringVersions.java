package dev.synctrail.web.version;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.gateway.Gateways;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.version.Committing;
import dev.synctrail.version.HeadMoved;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
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
  private final Gateways gateways;

  @Inject
  StoringVersions(Committing committing, Gateways gateways) {
    this.committing = committing;
    this.gateways = gateways;
  }

  /**
   * Stores a content.
   *
   * @param key key of the type; null for the key in the content
   * @param head the version that the content is based on; null for the latest one
   */
  Stored store(
      @Nullable String key,
      byte[] content,
      String author,
      @Nullable String message,
      @Nullable VersionId head) {
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
        return new Stored(named, false, InputError.of(content, violations));
      }
      boolean created =
          committing
              .commit(
                  new Committing.Commit(
                      type,
                      VersionSource.UI,
                      author,
                      message,
                      List.of(),
                      head == null
                          ? Committing.Expected.ANYTHING
                          : Committing.Expected.headIs(head)))
              .created();
      return new Stored(named, created, List.of());
    } catch (MalformedJson e) {
      return Stored.refused(key == null ? "" : key, InputError.of(e));
    } catch (HeadMoved e) {
      return Stored.refused(
          key == null ? "" : key, new InputError(1, "", PageContext.text("headMoved")));
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
   */
  public record Stored(String typeKey, boolean created, List<InputError> errors) {
    static Stored refused(String typeKey, InputError inputError) {
      return new Stored(typeKey, false, List.of(inputError));
    }
  }
}
