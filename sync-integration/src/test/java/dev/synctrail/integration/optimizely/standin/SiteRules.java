package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules of the platform for the definitions of a site other than content types. */
final class SiteRules {
  private static final Pattern NAME = Pattern.compile("\\S.{0,254}");
  private static final Check TITLE = Check.text(255);
  private static final String[] WRITTEN = {
    "created", "createdBy", "lastModified", "lastModifiedBy"
  };

  static final Shape DISPLAY_TEMPLATE =
      new Shape()
          .requiring("key", Check.matching(ContentRules.KEY, "The key is not allowed"))
          .requiring("displayName", TITLE)
          .with("nodeType", TITLE)
          .with("baseType", ContentRules.BASE_TYPE)
          .with("contentType", TITLE)
          .with("isDefault", Check.flag())
          .with(
              "settings",
              Check.mapOf(
                  NAME,
                  new Shape()
                      .requiring("displayName", TITLE)
                      .with("editor", TITLE)
                      .with("sortOrder", Check.whole())
                      .with(
                          "choices",
                          Check.mapOf(
                              NAME,
                              new Shape()
                                  .requiring("displayName", TITLE)
                                  .with("sortOrder", Check.whole())))))
          .readOnly(WRITTEN)
          .and(SiteRules::oneTarget);

  static final Shape PROPERTY_GROUP =
      new Shape()
          .requiring("key", Check.matching(NAME, "The key is not allowed"))
          .requiring("displayName", TITLE)
          .with("sortOrder", Check.whole())
          .readOnly("source")
          .readOnly(WRITTEN);

  static final Shape LOCALE =
      new Shape()
          .requiring("key", SiteRules::languageTag)
          .requiring("displayName", TITLE)
          .requiring("routeSegment", Check.matching(NAME, "The segment is not allowed"))
          .with("isEnabled", Check.flag())
          .with("sortOrder", Check.whole())
          .with("accessRights", ContentRules.ACCESS_RIGHTS)
          .readOnly(WRITTEN);

  static final Shape APPLICATION =
      new Shape()
          .requiring("key", Check.matching(NAME, "The key is not allowed"))
          .requiring("displayName", TITLE)
          .requiring("type", Check.oneOf("website", "inProcessWebsite"))
          .requiring(
              "entryPoint",
              Check.matching(Pattern.compile("(cms|content)://\\S+"), "Must refer to content"))
          .with("isDefault", Check.flag())
          .with("useApplicationSpecificAssets", Check.flag())
          .with(
              "hosts",
              Check.listOf(
                  new Shape()
                      .requiring("authority", Check.matching(NAME, "The host is not allowed"))
                      .with("type", Check.oneOf("default", "primary", "preview", "edit", "media"))
                      .with("locale", SiteRules::languageTag)
                      .with("preferredUrlScheme", Check.oneOf("http", "https"))))
          .with("usePreviewTokens", Check.flag())
          .with("previewUrlFormats", Check.mapOf(NAME, Check.text(2048)))
          .readOnly("source", "assetsRoot")
          .readOnly(WRITTEN)
          .and(SiteRules::previews);

  private SiteRules() {}

  private static void languageTag(String path, JsonValue value, List<Wrong> wrong) {
    try {
      if (value instanceof JsonString text
          && !new Locale.Builder().setLanguageTag(text.getString()).build().toString().isEmpty()) {
        return;
      }
    } catch (IllformedLocaleException e) {
      wrong.add(new Wrong(path, "Not a language tag: " + e.getMessage()));
      return;
    }
    wrong.add(new Wrong(path, "Not a language tag"));
  }

  private static void oneTarget(String path, JsonObject template, List<Wrong> wrong) {
    List<String> targets =
        Stream.of("nodeType", "baseType", "contentType").filter(template::containsKey).toList();
    if (targets.size() > 1) {
      wrong.add(new Wrong(targets.get(1), "Cannot be combined with " + targets.get(0)));
    }
  }

  private static void previews(String path, JsonObject application, List<Wrong> wrong) {
    if (!application.getString("type", "").equals("website")) {
      Stream.of("usePreviewTokens", "previewUrlFormats")
          .filter(application::containsKey)
          .forEach(name -> wrong.add(new Wrong(name, "Only a website has it")));
    }
  }
}
